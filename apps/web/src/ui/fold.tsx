import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './fold.module.css';

/** What only some need: a line that unfolds. */
export function Fold(props: { title: string; children: ReactNode }) {
  return (
    <details className={css.fold}>
      <summary>
        <ChevronRight size={18} aria-hidden="true" />
        <span>{props.title}</span>
      </summary>
      {props.children}
    </details>
  );
}
