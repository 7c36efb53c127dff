import { useEffect } from 'react';
import type { ClientProblem } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useAnnounce } from './live-region.tsx';
import { Notice, type NoticeKind } from './notice.tsx';

/** What went wrong with an action, beside it; said aloud when it appears. */
export function ProblemNotice(props: { problem: ClientProblem | null; kind?: NoticeKind }) {
  const { problem, kind = 'danger' } = props;
  const problemText = useProblemText();
  const announce = useAnnounce();
  const sentence = problem ? problemText(problem) : null;
  useEffect(() => {
    if (sentence) announce(sentence);
  }, [sentence, announce]);
  if (!sentence) return null;
  return (
    <Notice kind={kind}>
      <p>{sentence}</p>
    </Notice>
  );
}
