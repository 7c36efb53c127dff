import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useShared } from '../i18n/shared-texts.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** What stands in the place of something that could not be fetched, with the way to try again. */
export function Failed(props: { error: unknown; busy: boolean; onRetry: () => void }) {
  const { error, busy, onRetry } = props;
  const problemText = useProblemText();
  const t = useShared();
  return (
    <Notice kind="danger">
      <p>{problemText(problemOf(error))}</p>
      <Button busy={busy} onClick={onRetry}>
        {t.retry}
      </Button>
    </Notice>
  );
}
