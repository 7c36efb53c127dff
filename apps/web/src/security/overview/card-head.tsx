import type { ReactNode, Ref } from 'react';
import css from './overview.module.css';

/** A card's heading, what it is about, and at its end a state or an action. */
export function CardHead(props: {
  id: string;
  title: string;
  text?: ReactNode;
  end?: ReactNode;
  /** Takes the focus when what had it is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
}) {
  const { id, title, text, end, headingRef } = props;
  return (
    <div className={css.head}>
      <div className={css.headWords}>
        <h2 id={id} ref={headingRef} tabIndex={-1} className={css.title}>
          {title}
        </h2>
        {text ? <p className={css.muted}>{text}</p> : null}
      </div>
      {end ? <div className={css.headEnd}>{end}</div> : null}
    </div>
  );
}
