import type { ChallengedView } from '@wattsense/contract/session';
import { MessageSquareText } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTexts } from '../../i18n/language.tsx';
import { CodeAnswer } from '../../sign-in/code-answer.tsx';
import type { AnswerFormProps, KindAnswer } from '../answer.ts';
import { answerTexts } from './answer-texts.ts';
import { NoMessage } from './no-message.tsx';
import { SmsMessage } from './sms-message.tsx';
import { smsOffer } from './sms-offer.ts';
import { PhoneStepUp } from './step-up.tsx';
import { useChallengeSms } from './use-challenge-sms.ts';

function Form(props: AnswerFormProps) {
  const { view, chosen, ...rest } = props;
  const t = useTexts(answerTexts);
  const sending = useChallengeSms(view);
  const offer = smsOffer(view);
  const ask = useEffectEvent(() => {
    // Choosing it is asking for it.
    if (chosen && offer?.sms.state === 'none') sending.send();
  });
  useEffect(() => ask(), []);
  const hint = offer?.phoneHint ? t.hint(offer.phoneHint) : '';
  return (
    <CodeAnswer
      {...rest}
      view={view}
      method="sms"
      words={{ ...t, hint }}
      bySms={sending.sms !== null}
      second={sending.failed}
    >
      <SmsMessage sending={sending} none={<NoMessage sending={sending} />} />
    </CodeAnswer>
  );
}

function useName(view: ChallengedView): string {
  return useTexts(answerTexts).name(smsOffer(view)?.phoneHint ?? null);
}

/** The code that came by text message. */
export const phoneAnswer: KindAnswer = {
  icon: MessageSquareText,
  texts: answerTexts,
  useName,
  Form,
  StepUp: PhoneStepUp,
};
