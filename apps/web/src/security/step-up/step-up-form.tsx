import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import { type SubmitEvent, useState } from 'react';
import { api } from '../../api/client.ts';
import { type ClientProblem, problemOf } from '../../api/client-problem.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { useSignedIn } from '../../session/session-query.ts';
import { LoginForManagers } from '../../sign-in/login-for-managers.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Notice } from '../../ui/notice.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useCodeFaultText } from '../../ui/typed-code.ts';
import { useField } from '../../ui/use-field.ts';
import { useStepUpTexts } from '../security-texts.ts';
import { LostFactor } from './lost-factor.tsx';
import css from './step-up-form.module.css';
import type { StepUpDemand } from './step-up-gate.ts';
import { StepUpSms } from './step-up-sms.tsx';
import { useStepUpProblem } from './use-step-up-problem.ts';

interface Proof {
  readonly password: string;
  readonly code: string;
  readonly method: StepUpMethod | null;
}

const isOver = (problem: ClientProblem) =>
  problem.type === 'challenge-over' || (problem.type === 'wrong-code' && problem.attemptsLeft === 0);

/** Password, and a code where the account has a usable authenticator. */
export function StepUpForm(props: { demand: StepUpDemand; onProven: () => void; onDeclined: () => void }) {
  const { demand, onProven, onDeclined } = props;
  const t = useStepUpTexts();
  const shared = useShared();
  const announce = useAnnounce();
  const say = useStepUpProblem();
  const login = useSignedIn()?.account.login ?? '';
  const [method, setMethod] = useState(demand.methods[0] ?? null);
  const [sms, setSms] = useState({ round: 0 });
  const password = useField((typed) => (typed === '' ? t.passwordEmpty : null));
  const code = useField(useCodeFaultText());
  const [trouble, setTrouble] = useState<string | null>(null);

  const prove = useAsk({
    mutationFn: ({ method: by, ...typed }: Proof) =>
      api.stepUp({ password: typed.password, ...(by ? { answer: { method: by, code: typed.code } } : {}) }),
    onMutate: () => setTrouble(null),
    onSuccess: onProven,
    onError: (error) => refuse(problemOf(error)),
  });

  const refuse = (problem: ClientProblem) => {
    const { place, text } = say(problem, method);
    if (isOver(problem)) setSms(({ round }) => ({ round: round + 1 }));
    // What was wrong stays to be looked at, selected, so that typing replaces it (C095).
    if (place === 'root') {
      setTrouble(text);
      announce(text);
      const { input } = method === null ? password : code;
      input.current?.focus();
      input.current?.select();
    } else (place === 'password' ? password : code).refuse(text, 'select');
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    // The first of the two that is wrong has the focus in the end.
    const codeFits = method === null || code.judge();
    if (password.judge() && codeFits) prove.mutate({ password: password.value, code: code.value, method });
  };
  const swap = () => {
    setMethod(method === 'otp' ? 'sms' : 'otp');
    code.type('');
    setTrouble(null);
  };

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
      {method === 'sms' ? (
        <StepUpSms key={sms.round} phoneHint={demand.phoneHint} onSent={() => code.input.current?.focus()} />
      ) : null}
      {method ? (
        <OneTimeCodeField key={method} name="code" label={t.code[method]} hint={t.codeHint[method]} field={code} />
      ) : null}
      {method && demand.methods.length > 1 ? (
        <div className={css.swap}>
          <Button variant="quiet" onClick={swap}>
            {t.useOther[method]}
          </Button>
        </div>
      ) : null}
      {method ? <LostFactor /> : null}
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
