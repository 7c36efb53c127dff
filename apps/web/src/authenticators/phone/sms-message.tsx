import type { ReactNode } from 'react';
import { problemOf } from '../../api/client-problem.ts';
import { useTexts } from '../../i18n/language.tsx';
import type { ButtonVariant } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ResendButton } from './resend-button.tsx';
import css from './sms-message.module.css';
import { SmsStatus } from './sms-status.tsx';
import { smsTexts } from './sms-texts.ts';
import type { SmsSending } from './use-sms.ts';

/** How a message is getting on, and asking for it or for another. */
export function SmsMessage(props: {
  sending: SmsSending;
  /** Instead of how it is getting on, where none was sent. */
  none?: ReactNode;
  /** How asking stands out where it comes first. */
  first?: ButtonVariant;
}) {
  const { sms, error, failed, underWay, send, availableAt } = props.sending;
  const { none, first = 'primary' } = props;
  const t = useTexts(smsTexts);
  return (
    <div className={classes(css.sms, failed && css.unsent)}>
      {sms ? <SmsStatus sms={sms} /> : none}
      <ProblemNotice kind="warn" problem={error ? problemOf(error) : null} />
      <ResendButton
        availableAt={availableAt}
        busy={underWay}
        busyWord={t.asking}
        variant={failed ? first : 'quiet'}
        onResend={send}
        label={sms ? t.resend : t.send}
      />
    </div>
  );
}
