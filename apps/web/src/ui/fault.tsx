import { CircleAlert } from 'lucide-react';
import css from './fault.module.css';

/** What is wrong, in a line below what it is about. */
export function Fault(props: { id?: string; role?: 'alert'; children: string }) {
  const { children, ...line } = props;
  return (
    <p {...line} className={css.fault}>
      <CircleAlert size={16} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
