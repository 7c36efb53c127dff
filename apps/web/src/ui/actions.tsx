import type { ReactNode } from 'react';
import css from './actions.module.css';

/** What may be done next, side by side; on a phone one below the other. */
export function Actions(props: { children: ReactNode }) {
  return <div className={css.actions}>{props.children}</div>;
}
