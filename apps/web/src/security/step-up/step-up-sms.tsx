import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StepUpSms as StepUpSmsAnswer } from '@wattsense/contract/step-up';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { smsKey } from '../../api/queries.ts';
import { SmsStatus } from '../../sms/sms-status.tsx';
import { useSms } from '../../sms/use-sms.ts';
import { Button } from '../../ui/button.tsx';
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
  const client = useQueryClient();
  const [sent, setSent] = useState<StepUpSmsAnswer | null>(null);
  const send = useMutation({
    mutationFn: () => api.sendStepUpSms(),
    onSuccess: (answer) => {
      client.setQueryData(smsKey(answer.sms.id), answer.sms);
      setSent(answer);
      onSent();
    },
    onError: (error) => announce(problemText(problemOf(error), 'sms')),
  });
  const sms = useSms(sent?.sms ?? null);
  const hint = sent?.phoneHint ?? phoneHint;
  return (
    <div className={css.sms}>
      {sms ? <SmsStatus sms={sms} /> : null}
      {!sms && hint ? <p className={css.hint}>{t.sendTo(hint)}</p> : null}
      {sms ? (
        <ResendButton availableAt={sms.resendAt} busy={send.isPending} onResend={() => send.mutate()} />
      ) : (
        <Button busy={send.isPending} busyWord={t.sending} onClick={() => send.mutate()}>
          {t.send}
        </Button>
      )}
      {send.error ? (
        <Notice kind="danger">
          <p>{problemText(problemOf(send.error), 'sms')}</p>
        </Notice>
      ) : null}
    </div>
  );
}
