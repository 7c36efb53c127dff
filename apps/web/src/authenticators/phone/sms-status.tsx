import type { SmsState } from '@wattsense/contract/sms';
import { CircleAlert, CircleCheck, Clock, Send } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useProblemText } from '../../api/problem-text.ts';
import { useFormat, useTexts } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';
import { useAnnounce } from '../../ui/live-region.tsx';
import { monotonic, timeOfDay } from '../../ui/monotonic.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { useSecondsLeft } from '../../ui/use-deadline.ts';
import css from './sms-status.module.css';
import { smsTexts } from './sms-texts.ts';
import { type FollowedSms, hasFailed } from './use-sms.ts';

const icon = { size: 16, 'aria-hidden': true } as const;

const ICONS: Record<SmsState, React.ReactNode> = {
  sending: <Spinner />,
  sent: <Send {...icon} />,
  delivered: <CircleCheck {...icon} />,
  'not-delivered': <CircleAlert {...icon} />,
  'may-arrive': <Clock {...icon} />,
  'not-sent': <CircleAlert {...icon} />,
};

const LOOKS: Partial<Record<SmsState, string | undefined>> = {
  delivered: css.good,
  'not-delivered': css.bad,
  'not-sent': css.bad,
};

function useSentence(sms: FollowedSms): string {
  const t = useTexts(smsTexts);
  const problemText = useProblemText();
  const expired = useSecondsLeft(sms.codeExpiresAt) === 0;
  if (sms.failure && hasFailed(sms))
    return problemText({ type: 'sms-not-sent', title: '', status: 503, failure: sms.failure });
  return expired ? t.expired : t[sms.state];
}

/** How a text message is getting on, and until when its code works. Changes are announced. */
export function SmsStatus(props: { sms: FollowedSms }) {
  const { sms } = props;
  const t = useTexts(smsTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const sentence = useSentence(sms);
  const said = useRef<string | null>(null);

  useEffect(() => {
    if (said.current !== sentence) announce(sentence);
    said.current = sentence;
  }, [sentence, announce]);

  const usable = !hasFailed(sms) && sms.codeExpiresAt > monotonic();
  const until = usable ? ` ${t.validUntil(format.time(timeOfDay(sms.codeExpiresAt)))}` : '';
  return (
    <div className={classes(css.status, LOOKS[sms.state])}>
      <span className={css.icon}>{ICONS[sms.state]}</span>
      {/* One text: of two, the second would move whenever the first has another length. */}
      <p className={css.text}>{`${sentence}${until}`}</p>
    </div>
  );
}
