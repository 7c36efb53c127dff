import { useMutation } from '@tanstack/react-query';
import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import { type SubmitEvent, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { api } from '../../api/client.ts';
import { type ClientProblem, problemOf } from '../../api/client-problem.ts';
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
import { useStepUpTexts } from '../security-texts.ts';
import css from './step-up-form.module.css';
import type { StepUpDemand } from './step-up-gate.ts';
import { StepUpSms } from './step-up-sms.tsx';
import { useStepUpProblem } from './use-step-up-problem.ts';

interface Fields {
  password: string;
  code: string;
}

interface Proof extends Fields {
  readonly method: StepUpMethod | null;
}

const isOver = (problem: ClientProblem) =>
  problem.type === 'challenge-over' || (problem.type === 'wrong-code' && problem.attemptsLeft === 0);

/** Password, and a code where the account has a usable authenticator. */
export function StepUpForm(props: { demand: StepUpDemand; onProven: () => void; onDeclined: () => void }) {
  const { demand, onProven, onDeclined } = props;
  const t = useStepUpTexts();
  const shared = useShared();
  const codeFault = useCodeFaultText();
  const announce = useAnnounce();
  const say = useStepUpProblem();
  const login = useSignedIn()?.account.login ?? '';
  const [method, setMethod] = useState(demand.methods[0] ?? null);
  const [sms, setSms] = useState({ round: 0 });
  const form = useForm<Fields>({ defaultValues: { password: '', code: '' }, shouldFocusError: true });
  const { errors } = form.formState;

  const prove = useMutation({
    mutationFn: ({ password, code, method: by }: Proof) =>
      api.stepUp({ password, ...(by ? { answer: { method: by, code } } : {}) }),
    onSuccess: onProven,
    onError: (error) => refuse(problemOf(error)),
  });

  const refuse = (problem: ClientProblem) => {
    const { place, text } = say(problem, method);
    if (isOver(problem)) setSms(({ round }) => ({ round: round + 1 }));
    form.setError(place, { message: text });
    if (place === 'root') announce(text);
    // What was wrong stays to be looked at, selected, so that typing replaces it (C095).
    form.setFocus(place === 'password' || method === null ? 'password' : 'code', { shouldSelect: true });
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.stopPropagation();
    if (prove.isPending) return event.preventDefault();
    return void form.handleSubmit((fields) => prove.mutateAsync({ ...fields, method }).catch(() => {}))(event);
  };
  const swap = () => {
    setMethod(method === 'otp' ? 'sms' : 'otp');
    form.resetField('code');
    form.clearErrors();
  };

  return (
    <form method="post" noValidate className={css.form} onSubmit={submit}>
      <LoginForManagers login={login} />
      <PasswordField
        label={t.password}
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password', { required: t.passwordEmpty })}
      />
      {method === 'sms' ? (
        <StepUpSms key={sms.round} phoneHint={demand.phoneHint} onSent={() => form.setFocus('code')} />
      ) : null}
      {method ? (
        <Controller
          key={method}
          name="code"
          control={form.control}
          rules={{ validate: (code) => codeFault(code) ?? true }}
          render={({ field, fieldState }) => (
            <OneTimeCodeField
              label={t.code[method]}
              hint={t.codeHint[method]}
              error={fieldState.error?.message}
              {...field}
            />
          )}
        />
      ) : null}
      {method && demand.methods.length > 1 ? (
        <div className={css.swap}>
          <Button variant="quiet" onClick={swap}>
            {t.useOther[method]}
          </Button>
        </div>
      ) : null}
      {errors.root?.message ? (
        <Notice kind="danger">
          <p>{errors.root.message}</p>
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
