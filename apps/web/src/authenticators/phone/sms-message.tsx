import type { ReactNode } from 'react';
import { problemOf } from '../../api/client-problem.ts';
import { useTexts } from '../../i18n/language.tsx';
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
  /** In a dialog, whose first button is another: asking is outlined, and stands out until a code is under way. */
  inDialog?: boolean;
}) {
  const { sms, error, failed, underWay, send, availableAt } = props.sending;
  const { none, inDialog = false } = props;
  const first = failed || (inDialog && !sms);
  const t = useTexts(smsTexts);
  return (
    <div className={classes(css.sms, first && css.first)}>
      {sms ? <SmsStatus sms={sms} /> : none}
      <ProblemNotice kind="warn" problem={error ? problemOf(error) : null} />
      <ResendButton
        availableAt={availableAt}
        busy={underWay}
        busyWord={t.asking}
        variant={first ? (inDialog ? 'secondary' : 'primary') : 'quiet'}
        onResend={send}
        label={sms ? t.resend : t.send}
      />
    </div>
  );
}
