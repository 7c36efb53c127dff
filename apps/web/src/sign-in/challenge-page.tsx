import type { ChallengedView } from '@wattsense/contract/session';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ask, bff } from '../api/client.ts';
import { problemOf } from '../api/client-problem.ts';
import { useAsk } from '../api/use-ask.ts';
import { paths } from '../paths.ts';
import { useLeaving } from '../session/leaving.tsx';
import { useRecheckSession, useSessionQuery, useTakeSession } from '../session/session-query.ts';
import { Data } from '../ui/data.tsx';
import { useMonotonic } from '../ui/monotonic.ts';
import { StepHeading } from '../ui/step-heading.tsx';
import { useDeadline } from '../ui/use-deadline.ts';
import { answersOf, CHALLENGE_ANSWERS, type DrawnMethod } from './answers.ts';
import { ChallengeNotices } from './challenge-notices.tsx';
import { useChallengeTexts } from './challenge-texts.ts';
import { OtherMethods } from './other-methods.tsx';
import css from './sign-in.module.css';
import { useAnswer } from './use-answer.ts';

const PAST_THE_END_MS = 1000;

/** The second step: a code from the app or a text message, or the recovery code. */
export function ChallengePage() {
  const { data: view, dataUpdatedAt } = useSessionQuery();
  const leaving = useLeaving();
  const recheck = useRecheckSession();
  const challenged = view?.state === 'challenged' ? view : null;
  const readAt = useMonotonic(dataUpdatedAt);
  const endsAt = challenged ? readAt + challenged.expiresInSeconds * 1000 + PAST_THE_END_MS : null;
  useDeadline(endsAt, () => {
    leaving.because('challenge-expired');
    void recheck();
  });
  return challenged ? <Challenge view={challenged} /> : null;
}

function Challenge(props: { view: ChallengedView }) {
  const { view } = props;
  const t = useChallengeTexts();
  const [chosen, setChosen] = useState<DrawnMethod | null>(null);
  const [faulty, setFaulty] = useState(false);
  const { answer, waits } = useAnswer();
  const trouble = answer.isError && problemOf(answer.error).type !== 'wrong-code';
  const methods = answersOf(view);
  const method = chosen !== null && methods.includes(chosen) ? chosen : (methods[0] ?? 'recovery');
  const { Form } = CHALLENGE_ANSWERS[method];

  const choose = (next: DrawnMethod) => {
    setChosen(next);
    setFaulty(false);
    answer.reset();
  };

  return (
    <div className={css.stack}>
      <div className={css.head}>
        <StepHeading keepFocus failed={faulty || trouble}>
          {t.title}
        </StepHeading>
        <Who view={view} />
      </div>
      <ChallengeNotices view={view} />
      <Form
        key={method}
        view={view}
        answer={answer}
        wait={method === 'recovery' ? waits.recovery : waits.code}
        chosen={method === chosen}
        onFault={setFaulty}
      />
      <OtherMethods view={view} current={method} onChoose={choose} />
    </div>
  );
}

/** Whose challenge it is, and the way back for somebody else. */
function Who(props: { view: ChallengedView }) {
  const { view } = props;
  const t = useChallengeTexts();
  const leaving = useLeaving();
  const takeSession = useTakeSession();
  const navigate = useNavigate();
  const { search } = useLocation();
  const cancel = useAsk({
    mutationFn: () => ask(bff['sign-in'].challenge.$delete()),
    onSuccess: () => {
      leaving.because('cancelled');
      takeSession({ state: 'anonymous', supportUrl: view.supportUrl });
    },
    // The first step can be taken all the same: a new challenge replaces this one.
    onError: () => navigate({ pathname: paths.signIn, search }),
  });
  return (
    <p className={css.who}>
      <Data className={css.login}>{view.login}</Data>
      <button type="button" className={css.textButton} aria-disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        {cancel.isPending ? t.leaving : t.notYou}
      </button>
    </p>
  );
}
