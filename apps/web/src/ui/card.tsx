import type { ReactNode } from 'react';
import css from './card.module.css';
import { classes } from './classes.ts';

/** A surface of its own, its parts stacked. `labelledBy` names the id of its heading. */
export function Card(props: { labelledBy?: string; children: ReactNode }) {
  const { labelledBy, children } = props;
  return (
    <section className={classes(css.card, css.stack)} {...(labelledBy ? { 'aria-labelledby': labelledBy } : {})}>
      {children}
    </section>
  );
}

/** The one column of a flow, 640 px at most, its parts stacked. */
export function Flow(props: { children: ReactNode }) {
  return <div className={classes(css.stack, css.flow)}>{props.children}</div>;
}
