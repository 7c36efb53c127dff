import type { ComponentProps, MouseEvent, ReactNode, Ref } from 'react';
import { Link, type To } from 'react-router';
import css from './button.module.css';
import { classes } from './classes.ts';
import { Spinner } from './spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'quiet';

interface Looks {
  /** `primary` once on a screen; `danger` is outlined and never the default. */
  variant?: ButtonVariant | undefined;
  /** As wide as its column. */
  full?: boolean | undefined;
}

interface ButtonProps extends Looks, Omit<ComponentProps<'button'>, 'className' | 'disabled'> {
  icon?: ReactNode;
  /** While true, presses are ignored; the button keeps its width and its focus. */
  busy?: boolean | undefined;
  /** The word while busy, such as "Checking…". */
  busyWord?: string | undefined;
  /** Shown as unavailable but reachable; say why beside it. */
  unavailable?: boolean | undefined;
  /** Cannot be pressed, nor its form be sent, before the page's script runs; looks as it will then. */
  asleep?: boolean | undefined;
  ref?: Ref<HTMLButtonElement>;
}

/** A button. It is a plain `button` unless `type="submit"` is given. */
export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    full,
    icon,
    busy = false,
    busyWord,
    unavailable = false,
    asleep = false,
    onClick,
    children,
    type = 'button',
    ...rest
  } = props;
  const inert = busy || unavailable;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      disabled={asleep}
      className={buttonClasses({ variant, full })}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      onClick={press}
    >
      <span className={css.words}>
        <span className={classes(css.word, busy && css.away)}>
          {icon}
          <span>{children}</span>
        </span>
        {busyWord === undefined && !busy ? null : (
          <span className={classes(css.word, !busy && css.away)} aria-hidden={!busy}>
            <Spinner />
            <span>{busyWord ?? children}</span>
          </span>
        )}
      </span>
    </button>
  );
}

/** The classes of a button, for an element that has to be something else. */
export function buttonClasses({ variant = 'secondary', full }: Looks): string {
  return classes(css.button, css[variant], full && css.full);
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink(props: Looks & { to: To; icon?: ReactNode; children: ReactNode }) {
  const { to, icon, children, ...looks } = props;
  return (
    <Link to={to} className={buttonClasses(looks)}>
      <span className={css.word}>
        {icon}
        <span>{children}</span>
      </span>
    </Link>
  );
}
