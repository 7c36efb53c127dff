import { useEffect, useRef } from 'react';
import { useCodesTexts } from '../i18n/codes-texts.ts';
import { Button, type ButtonVariant } from './button.tsx';
import { useAnnounce } from './live-region.tsx';
import { useSecondsLeft } from './use-deadline.ts';

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
  /** The word once it may be pressed; "Send the text again" if nothing is given. */
  label?: string;
  /** How it stands out; the less the less there is to do with it. */
  variant?: ButtonVariant;
  /** The word while it is asked for. */
  busyWord?: string;
}) {
  const { availableAt, busy, busyWord, onResend, label, variant = 'quiet' } = props;
  const t = useCodesTexts();
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

  const word = label ?? t.resend;
  const countdown = left > MINUTES_FROM_S ? t.inMinutes(Math.ceil(left / 60)) : t.inSeconds(left);
  return (
    <Button variant={variant} busy={busy} busyWord={busyWord} unavailable={waiting} onClick={onResend}>
      {waiting ? (
        <>
          <span aria-hidden="true">{`${word} ${countdown}`}</span>
          <span className="visually-hidden">{`${word}. ${t.resendSoon}`}</span>
        </>
      ) : (
        word
      )}
    </Button>
  );
}
