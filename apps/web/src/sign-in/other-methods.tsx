import type { ChallengedView } from '@wattsense/contract/session';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import { ChevronRight, KeyRound, MessageSquareText, Smartphone } from 'lucide-react';
import { useId } from 'react';
import { useChallengeTexts } from './challenge-texts.ts';
import css from './other-methods.module.css';

const ICONS = { otp: Smartphone, sms: MessageSquareText, recovery: KeyRound };

/** Every other way to answer, always in sight, the recovery code included (C056). */
export function OtherMethods(props: {
  view: ChallengedView;
  current: ChallengeMethod;
  onChoose: (method: ChallengeMethod) => void;
}) {
  const { view, current, onChoose } = props;
  const t = useChallengeTexts();
  const title = useId();
  const others = view.methods.filter((method) => method !== current);
  if (others.length === 0) return null;
  return (
    <section className={css.others} aria-labelledby={title}>
      <h2 id={title} className={css.othersTitle}>
        {/* The way back from the recovery code wants the phone. */}
        {current === 'recovery' ? t.others : `${t.lost} ${t.others}`}
      </h2>
      <ul className={css.otherList}>
        {others.map((method) => {
          const Icon = ICONS[method];
          return (
            <li key={method}>
              <button type="button" className={css.other} onClick={() => onChoose(method)}>
                <Icon size={20} aria-hidden="true" />
                <span>{method === 'sms' ? t.methods.sms(view.phoneHint) : t.methods[method]}</span>
                <ChevronRight size={18} aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
