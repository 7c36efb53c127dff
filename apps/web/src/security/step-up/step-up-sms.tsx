import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { SmsStatus } from '../../sms/sms-status.tsx';
import { useSmsSending } from '../../sms/use-sms.ts';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ResendButton } from '../../ui/resend-button.tsx';
import { useStepUpTexts } from '../security-texts.ts';
import css from './step-up-form.module.css';

/** Asks for the text message that a step-up needs, and tells how it is getting on. */
export function StepUpSms(props: { phoneHint: string | null; onSent: () => void }) {
  const { phoneHint, onSent } = props;
  const t = useStepUpTexts();
  const problemText = useProblemText();
  const announce = useAnnounce();
  const [latest, setLatest] = useState<SmsProgress | null>(null);
  const [told, setTold] = useState(phoneHint);
  const { sms, send, failed, availableAt } = useSmsSending({
    latest,
    ask: async () => {
      const answer = await api.sendStepUpSms();
      setTold((before) => answer.phoneHint ?? before);
      return answer.sms;
    },
    onSent: (progress) => {
      setLatest(progress);
      onSent();
    },
    onError: (error) => announce(problemText(problemOf(error), 'sms')),
  });
  return (
    <div className={css.sms}>
      {sms ? <SmsStatus sms={sms} /> : null}
      {!sms && told ? <p className={css.hint}>{t.sendTo(told)}</p> : null}
      <ResendButton
        availableAt={availableAt}
        busy={send.isPending}
        busyWord={t.sending}
        variant={sms && !failed ? 'quiet' : 'secondary'}
        onResend={() => send.mutate()}
        {...(sms ? {} : { label: t.send })}
      />
      {send.error ? (
        <Notice kind="danger">
          <p>{problemText(problemOf(send.error), 'sms')}</p>
        </Notice>
      ) : null}
    </div>
  );
}
