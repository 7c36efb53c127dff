import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { TryAgain } from './try-again.tsx';

/** What stands in the place of something that could not be fetched, with the way to try again. */
export function Failed(props: { error: unknown; busy: boolean; onRetry: () => void }) {
  const { error, ...rest } = props;
  const problemText = useProblemText();
  return <TryAgain sentence={problemText(problemOf(error))} {...rest} />;
}
