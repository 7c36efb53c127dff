import type { ChallengedView } from '@wattsense/contract/session';
import { useState } from 'react';
import { answerOf } from '../authenticators/answers.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Notice } from '../ui/notice.tsx';
import { useChallengeTexts } from './challenge-texts.ts';

/** What there is to know before answering: that it goes on, and what is bound and cannot be used. */
export function ChallengeNotices(props: { view: ChallengedView }) {
  return (
    <>
      <Resumed view={props.view} />
      <Unusable view={props.view} />
    </>
  );
}

function Resumed(props: { view: ChallengedView }) {
  const { resumed, attemptsLeft } = props.view;
  const t = useChallengeTexts();
  // Told once by the answer to the password; a later look at the server knows nothing of it.
  const [attempts] = useState(resumed ? attemptsLeft : null);
  if (attempts === null) return null;
  return (
    <Notice kind="info">
      <p>{`${t.resumed} ${t.attemptsLeft(attempts)}`}</p>
    </Notice>
  );
}

/** Methods that are bound and cannot be used now, so that nobody looks for them in vain. */
function Unusable(props: { view: ChallengedView }) {
  const { unusable, methods } = props.view;
  const t = useChallengeTexts();
  const language = useLanguage();
  if (unusable.length === 0) return null;
  return (
    <Notice kind="warn">
      {unusable.map(({ method, why }) => (
        <p key={method}>{answerOf(method)?.texts[language].unusable[why]}</p>
      ))}
      {methods.every(({ method }) => method === 'recovery') ? <p>{t.unusableAdvice}</p> : null}
    </Notice>
  );
}
