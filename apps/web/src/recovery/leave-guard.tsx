import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router';
import { useLeaving } from '../session/leaving.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { useRecoveryTexts } from './recovery-text.ts';

/**
 * While `on`, asks before the code on screen is lost: by a link, Back or signing out in a dialog, by closing in the
 * browser's own.
 */
export function LeaveGuard(props: { on: boolean }) {
  const { on } = props;
  const t = useRecoveryTexts();
  const { guard } = useLeaving();
  const [held, setHeld] = useState<{ readonly goOn: () => void } | null>(null);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [on]);

  useEffect(() => (on ? guard((goOn) => setHeld({ goOn })) : undefined), [on, guard]);

  const stay = () => {
    setHeld(null);
    blocker.reset?.();
  };
  const leave = () => {
    setHeld(null);
    blocker.proceed?.();
    held?.goOn();
  };
  return (
    <Dialog
      open={blocker.state === 'blocked' || held !== null}
      onClose={stay}
      asks
      title={t.leaveTitle}
      description={t.leaveText}
    >
      <DialogActions>
        <Button variant="primary" onClick={stay}>
          {t.stay}
        </Button>
        <Button variant="danger" onClick={leave}>
          {t.leave}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
