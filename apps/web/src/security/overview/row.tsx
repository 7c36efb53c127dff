import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './overview.module.css';

/** One thing in a card's list: a picture, its name and what is known of it, and what may be done with it. */
export function Row(props: {
  icon: LucideIcon;
  name: ReactNode;
  /** Short facts beneath the name, in muted ink. */
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const { icon: Icon, name, children, actions } = props;
  return (
    <li className={css.row}>
      <Icon className={css.rowIcon} size={20} aria-hidden="true" />
      <div className={css.rowWords}>
        <p className={css.rowName}>{name}</p>
        {children}
      </div>
      {actions ? <div className={css.rowActions}>{actions}</div> : null}
    </li>
  );
}

/** Facts in one line, dots between them but none where the line breaks; each keeps together. */
export function Facts(props: { children: ReactNode }) {
  return (
    <p className={css.facts}>
      <span className={css.factLine}>{props.children}</span>
    </p>
  );
}
