import type { ReactNode, Ref } from 'react';
import css from './overview.module.css';

/** A card's heading, what it is about, and at its end an action. */
export function CardHead(props: {
  id: string;
  title: string;
  text?: ReactNode;
  end?: ReactNode;
  /** A state, on the heading's own line. */
  state?: ReactNode;
  /** Takes the focus when what had it is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
}) {
  const { id, title, text, end, state, headingRef } = props;
  return (
    <div className={css.head}>
      <div className={css.headWords}>
        <div className={css.titleLine}>
          <h2 id={id} ref={headingRef} tabIndex={-1} className={css.title}>
            {title}
          </h2>
          {state}
        </div>
        {text ? <p className={css.muted}>{text}</p> : null}
      </div>
      {end}
    </div>
  );
}
