import { useShared } from '../i18n/shared-texts.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** A sentence about what failed, and a button that tries again. */
export function TryAgain(props: { sentence: string; busy: boolean; onRetry: () => void }) {
  const { sentence, busy, onRetry } = props;
  const t = useShared();
  return (
    <Notice kind="danger">
      <p role="alert">{sentence}</p>
      <Button busy={busy} onClick={onRetry}>
        {t.retry}
      </Button>
    </Notice>
  );
}
