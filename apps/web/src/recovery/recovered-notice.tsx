import { useSignedIn } from '../session/session-query.ts';
import { Notice } from '../ui/notice.tsx';
import { useRecoveryTexts } from './recovery-text.ts';

/** What happened and what to do, for whoever came in with the recovery code. */
export function RecoveredNotice() {
  const view = useSignedIn();
  const t = useRecoveryTexts().recovered;
  if (view?.byRecovery !== 'finished' || !view.twoFactorOn) return null;
  return (
    <Notice kind="warn" title={t.noticeTitle}>
      <p>{t.notice}</p>
    </Notice>
  );
}
