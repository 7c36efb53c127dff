import { createContext, type ReactNode, use, useCallback, useState } from 'react';

const Announcing = createContext<(sentence: string) => void>(() => {});

/**
 * The page's one live region. It is there before its text (WCAG 4.1.3) and has two places taken in
 * turn, so that the same sentence said twice is heard twice.
 */
export function LiveRegion(props: { children: ReactNode }) {
  const [said, setSaid] = useState({ sentence: '', turn: 0 });
  const announce = useCallback((sentence: string) => {
    setSaid(({ turn }) => ({ sentence, turn: 1 - turn }));
  }, []);
  return (
    <Announcing value={announce}>
      {props.children}
      <div className="visually-hidden live-region" role="status" aria-live="polite">
        <p>{said.turn === 0 ? said.sentence : ''}</p>
        <p>{said.turn === 1 ? said.sentence : ''}</p>
      </div>
    </Announcing>
  );
}

/** Says a sentence to screen readers without moving the focus. */
export function useAnnounce(): (sentence: string) => void {
  return use(Announcing);
}
