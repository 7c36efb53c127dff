import { type SubmitEvent, useRef, useState } from 'react';
import { askSignedIn, bff } from '../../api/client.ts';
import { type ClientProblem, problemOf } from '../../api/client-problem.ts';
import { useAsk } from '../../api/use-ask.ts';
import type { StepUpAnswer, StepUpPart } from '../../authenticators/answer.ts';
import { answerOf } from '../../authenticators/answers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useShared } from '../../i18n/shared-texts.ts';
import { useSignedIn } from '../../session/session-query.ts';
import { LoginForManagers } from '../../sign-in/login-for-managers.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useField } from '../../ui/use-field.ts';
import { LostFactor } from './lost-factor.tsx';
import css from './step-up-form.module.css';
import type { StepUpDemand } from './step-up-gate.ts';
import { useStepUpTexts } from './step-up-texts.ts';
import { useStepUpProblem } from './use-step-up-problem.ts';

interface Proof {
  readonly password: string;
  readonly answer: Promise<StepUpAnswer> | null;
}

const isOver = (problem: ClientProblem) =>
  problem.type === 'challenge-over' || (problem.type === 'wrong-code' && problem.attemptsLeft === 0);

/** Password, and an answer where the account has a usable authenticator. */
export function StepUpForm(props: { demand: StepUpDemand; onProven: () => void; onDeclined: () => void }) {
  const { demand, onProven, onDeclined } = props;
  const t = useStepUpTexts();
  const shared = useShared();
  const language = useLanguage();
  const announce = useAnnounce();
  const login = useSignedIn()?.account.login ?? '';
  const methods = demand.methods.map(({ method }) => method).filter((one) => answerOf(one) !== undefined);
  const [method, setMethod] = useState(methods[0]);
  const [round, setRound] = useState(0);
  const way = method && answerOf(method);
  const say = useStepUpProblem(way?.texts[language].refused);
  const password = useField((typed) => (typed === '' ? t.passwordEmpty : null));
  const part = useRef<StepUpPart>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const prove = useAsk({
    mutationFn: async ({ password, answer }: Proof) => {
      const json = { password, ...(answer ? { answer: await answer } : {}) };
      return askSignedIn(() => bff['step-up'].$post({ json }));
    },
    onMutate: () => setTrouble(null),
    onSuccess: onProven,
    onError: (error) => refuse(problemOf(error)),
  });

  const refuse = (problem: ClientProblem) => {
    const { place, text } = say(problem);
    if (isOver(problem)) setRound(round + 1);
    if (place === 'password') return password.refuse(text, 'select');
    if (place === 'code' && part.current) return part.current.refuse(text);
    setTrouble(text);
    announce(text);
    if (part.current) return part.current.focus();
    password.input.current?.focus();
    password.input.current?.select();
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    // The first of the two that is wrong has the focus in the end.
    const answer = part.current ? part.current.give() : null;
    if (password.judge() && (answer || !part.current)) prove.mutate({ password: password.value, answer });
  };
  const others = methods.filter((one) => one !== method);

  return (
    <form method="post" noValidate className={css.form} onSubmit={submit}>
      <LoginForManagers login={login} />
      <PasswordField
        label={t.password}
        autoComplete="current-password"
        name="password"
        ref={password.input}
        error={password.error}
        value={password.value}
        onChange={(event) => password.type(event.currentTarget.value)}
      />
      {way ? <way.StepUp key={method} ref={part} demand={demand} round={round} /> : null}
      {others.length > 0 ? (
        <div className={css.swap}>
          {others.map((other) => (
            <Button
              key={other}
              variant="quiet"
              onClick={() => {
                setMethod(other);
                setTrouble(null);
              }}
            >
              {answerOf(other)?.texts[language].instead}
            </Button>
          ))}
        </div>
      ) : null}
      {way ? <LostFactor /> : null}
      {trouble ? (
        <Notice kind="danger">
          <p>{trouble}</p>
        </Notice>
      ) : null}
      <DialogActions>
        <Button onClick={onDeclined}>{shared.cancel}</Button>
        <Button type="submit" variant="primary" busy={prove.isPending} busyWord={t.confirming}>
          {t.confirm}
        </Button>
      </DialogActions>
    </form>
  );
}
