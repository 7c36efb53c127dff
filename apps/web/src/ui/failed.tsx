import { mayRetry, problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { Notice } from './notice.tsx';
import { TryAgain } from './try-again.tsx';

/** What stands in the place of something that could not be fetched, with the way to try again where that may help. */
export function Failed(props: { error: unknown; busy: boolean; onRetry: () => void }) {
  const { error, ...rest } = props;
  const problem = problemOf(error);
  const sentence = useProblemText()(problem);
  if (mayRetry(problem)) return <TryAgain sentence={sentence} {...rest} />;
  return (
    <Notice kind="danger">
      <p role="alert">{sentence}</p>
    </Notice>
  );
}
