import { useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/language.tsx';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { useSecondsLeft } from '../../ui/use-deadline.ts';
import { smsTexts } from './sms-texts.ts';

const MINUTES_FROM_S = 120;

/**
 * Asks for another text message once the server's wait is over. The label counts down for the eye;
 * screen readers hear only the start and the end (WCAG 4.1.3).
 */
export function ResendButton(props: {
  /** When another send may be asked for, a moment of `monotonic`. */
  availableAt: number;
  busy: boolean;
  onResend: () => void;
  /** The word once it may be pressed. */
  label: string;
  /** How it stands out; the less the less there is to do with it. */
  variant: ButtonVariant;
  /** The word while it is asked for. */
  busyWord: string;
}) {
  const { availableAt, busy, busyWord, onResend, label, variant } = props;
  const t = useTexts(smsTexts);
  const announce = useAnnounce();
  const left = useSecondsLeft(availableAt);
  const waiting = left > 0;
  const waited = useRef(false);

  useEffect(() => {
    if (waiting) waited.current = true;
    else if (waited.current) {
      waited.current = false;
      announce(t.resendNow);
    }
  }, [waiting, announce, t]);

  const countdown = left > MINUTES_FROM_S ? t.inMinutes(Math.ceil(left / 60)) : t.inSeconds(left);
  return (
    <Button variant={variant} busy={busy} busyWord={busyWord} unavailable={waiting} onClick={onResend}>
      {waiting ? (
        <>
          <span aria-hidden="true">{`${label} ${countdown}`}</span>
          <span className="visually-hidden">{`${label}. ${t.resendSoon}`}</span>
        </>
      ) : (
        label
      )}
    </Button>
  );
}
