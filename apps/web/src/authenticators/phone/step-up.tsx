import type { SmsProgress } from '@wattsense/contract/sms';
import type { StepUpSms } from '@wattsense/contract/step-up';
import { useState } from 'react';
import { askSignedIn, bff } from '../../api/client.ts';
import { useTexts } from '../../i18n/language.tsx';
import { CodeStepUp } from '../../security/step-up/code-step-up.tsx';
import type { StepUpPartProps } from '../answer.ts';
import { answerTexts } from './answer-texts.ts';
import { SmsMessage } from './sms-message.tsx';
import { smsOffer } from './sms-offer.ts';
import { useSmsSending } from './use-sms.ts';

/** The code of a text message that is asked for here. */
export function PhoneStepUp(props: StepUpPartProps) {
  const { demand, ref, round } = props;
  const t = useTexts(answerTexts);
  const [sent, setSent] = useState<StepUpSms | null>(null);
  const digits = sent?.phoneHint ?? smsOffer(demand)?.phoneHint;
  return (
    <CodeStepUp
      ref={ref}
      method="sms"
      words={{ ...t, hint: digits ? t.hint(digits) : '' }}
      focusAt={sent?.sms.id}
      before={<Message key={round} onSent={setSent} />}
    />
  );
}

function Message(props: { onSent: (sent: StepUpSms) => void }) {
  const [latest, setLatest] = useState<SmsProgress | null>(null);
  const sending = useSmsSending({
    purpose: 'step-up',
    latest,
    ask: async () => {
      const sent = await askSignedIn(() => bff['step-up'].sms.$post());
      props.onSent(sent);
      return sent.sms;
    },
    onSent: setLatest,
  });
  return <SmsMessage sending={sending} inDialog />;
}
