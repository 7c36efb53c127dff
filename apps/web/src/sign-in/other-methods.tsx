import type { ChallengedView } from '@wattsense/contract/session';
import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { answersOf, CHALLENGE_ANSWERS, type DrawnMethod } from './answers.ts';
import { useChallengeTexts } from './challenge-texts.ts';
import css from './other-methods.module.css';

/** Every other way to answer, always in sight, the recovery code included (C056). */
export function OtherMethods(props: {
  view: ChallengedView;
  current: DrawnMethod;
  onChoose: (method: DrawnMethod) => void;
}) {
  const { view, current, onChoose } = props;
  const t = useChallengeTexts();
  const title = useId();
  const others = answersOf(view).filter((method) => method !== current);
  if (others.length === 0) return null;
  return (
    <section className={css.others} aria-labelledby={title}>
      <h2 id={title} className={css.othersTitle}>
        {/* The way back from the recovery code wants the phone. */}
        {current === 'recovery' ? t.others : `${t.lost} ${t.others}`}
      </h2>
      <ul className={css.otherList}>
        {others.map((method) => (
          <li key={method}>
            <OtherMethod view={view} method={method} onChoose={() => onChoose(method)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OtherMethod(props: { view: ChallengedView; method: DrawnMethod; onChoose: () => void }) {
  const { icon: Icon, useName } = CHALLENGE_ANSWERS[props.method];
  const name = useName(props.view);
  return (
    <button type="button" className={css.other} onClick={props.onChoose}>
      <Icon size={20} aria-hidden="true" />
      <span>{name}</span>
      <ChevronRight size={18} aria-hidden="true" />
    </button>
  );
}
