import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { useRecoveryTexts } from './recovery-text.ts';

/** While `on`, asks before the code on screen is lost: by a link or Back in a dialog, by closing in the browser's own. */
export function LeaveGuard(props: { on: boolean }) {
  const { on } = props;
  const t = useRecoveryTexts();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [on]);

  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      asks
      title={t.leaveTitle}
      description={t.leaveText}
    >
      <DialogActions>
        <Button variant="danger" onClick={() => blocker.proceed?.()}>
          {t.leave}
        </Button>
        <Button variant="primary" onClick={() => blocker.reset?.()}>
          {t.stay}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
