import css from './avatar.module.css';
import { initials } from './initials.ts';

/** A person's initials in a window. Decoration beside the name. */
export function Avatar(props: { name: string }) {
  return (
    <span className={css.avatar} aria-hidden="true" translate="no">
      {initials(props.name)}
    </span>
  );
}
