import { useFormat } from '../i18n/language.tsx';
import { timeOfDay } from '../ui/monotonic.ts';
import { Notice } from '../ui/notice.tsx';
import { useSecondsLeft } from '../ui/use-deadline.ts';
import { useChallengeTexts } from './challenge-texts.ts';
import type { ChallengeSms } from './use-challenge-sms.ts';

/** That no text message was sent for this sign-in and, where one has to wait, until when. */
export function NoMessage(props: { challengeSms: ChallengeSms }) {
  const { send, heldUntil } = props.challengeSms;
  const t = useChallengeTexts().sms;
  const format = useFormat();
  const held = useSecondsLeft(heldUntil) > 0;
  // What became of asking is told in its own words.
  if (send.isPending || send.isError) return null;
  return (
    <Notice kind={held ? 'warn' : 'info'}>
      <p role={held ? 'alert' : undefined}>{held ? t.held(format.time(timeOfDay(heldUntil))) : t.none}</p>
    </Notice>
  );
}
