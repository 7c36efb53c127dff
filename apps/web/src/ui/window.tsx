import { classes } from './classes.ts';
import css from './window.module.css';

/** One window of the façade. It says nothing by itself: put its label and a tick or dash beside it. */
export function Window(props: { lit: boolean; width: number }) {
  const { lit, width } = props;
  return (
    <svg
      className={classes(css.window, lit && css.lit)}
      width={width}
      height={width * 1.25}
      viewBox="0 0 40 50"
      fill="none"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path className={css.pane} d="M2 2h36v46H2z" />
      <path className={css.mullion} d="M20 2v46M2 18h36" />
    </svg>
  );
}
