import { classes } from '../ui/classes.ts';
import css from './avatar.module.css';
import { initials } from './initials.ts';

/** A person's initials in a window. Decoration beside the name. */
export function Avatar(props: { name: string; large?: boolean }) {
  return (
    <span className={classes(css.avatar, props.large && css.large)} aria-hidden="true" translate="no">
      {initials(props.name)}
    </span>
  );
}
