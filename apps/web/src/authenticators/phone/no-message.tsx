import { useFormat, useTexts } from '../../i18n/language.tsx';
import { timeOfDay } from '../../ui/monotonic.ts';
import { Notice } from '../../ui/notice.tsx';
import { useSecondsLeft } from '../../ui/use-deadline.ts';
import { answerTexts } from './answer-texts.ts';
import type { ChallengeSms } from './use-challenge-sms.ts';

/** That no text message was sent for this sign-in and, where one has to wait, until when. */
export function NoMessage(props: { sending: ChallengeSms }) {
  const { underWay, error, heldUntil } = props.sending;
  const t = useTexts(answerTexts);
  const format = useFormat();
  const held = useSecondsLeft(heldUntil) > 0;
  // What became of asking is told in its own words.
  if (underWay || error) return null;
  return (
    <Notice kind={held ? 'warn' : 'info'}>
      <p role={held ? 'alert' : undefined}>{held ? t.held(format.time(timeOfDay(heldUntil))) : t.none}</p>
    </Notice>
  );
}
