import type { SignInRequest } from '@wattsense/contract/sign-in';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { ask, bff } from '../api/client.ts';
import { type ClientProblem, problemOf } from '../api/client-problem.ts';
import { useFirstProblemText } from '../api/first-problem-text.ts';
import { unproven } from '../api/queries.ts';
import { useAsk } from '../api/use-ask.ts';
import { paths } from '../paths.ts';
import { type SignInState, signInState } from '../session/leaving.tsx';
import { useSessionQuery, useTakeSession } from '../session/session-query.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useAnnounce } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { useFieldError } from '../ui/use-field-error.ts';
import { useHydrated } from '../ui/use-hydrated.ts';
import { loadChallengePage } from './load-challenge-page.ts';
import css from './sign-in.module.css';
import { useSignInTexts } from './sign-in-texts.ts';

/** The first step: who, and the password. */
export function PasswordPage() {
  const { state } = useLocation();
  const [arrivedWith] = useState(() => signInState(state));
  // The prerendered page was made for everybody.
  const cameWith = useHydrated() ? arrivedWith : signInState(null);
  const [attempt, setAttempt] = useState<'none' | 'made' | 'failed'>('none');
  const t = useSignInTexts();
  return (
    <div className={css.stack}>
      <div className={css.head}>
        <StepHeading keepFocus failed={attempt === 'failed'}>
          {t.title}
        </StepHeading>
        <p className={css.lead}>{t.lead}</p>
      </div>
      <Reason cameWith={cameWith} onTheWay={attempt === 'made'} />
      <PasswordForm login={cameWith.login} onAttempt={setAttempt} />
    </div>
  );
}

/** Why the person is here, or that a sign-in begun before is still waiting for its code. */
function Reason(props: { cameWith: SignInState; onTheWay: boolean }) {
  const { onTheWay } = props;
  const { reason } = props.cameWith;
  const { data: view } = useSessionQuery();
  const { search, state } = useLocation();
  const t = useSignInTexts();
  const announce = useAnnounce();
  const hydrated = useHydrated();
  const sentence = reason === null || reason === 'cancelled' ? null : t.reasons[reason];
  // The focus goes to a field, past it.
  useEffect(() => {
    if (sentence !== null) announce(sentence);
  }, [sentence, announce]);
  // Whoever has just entered the password is being led to the code: on a slow network that takes a moment.
  if (view?.state === 'challenged')
    return onTheWay ? null : (
      <Notice kind="info">
        <p>{t.awaiting.text(view.login)}</p>
        <Link to={{ pathname: paths.challenge, search }} state={state}>
          {t.awaiting.goOn}
        </Link>
      </Notice>
    );
  if (hydrated && !navigator.cookieEnabled)
    return (
      <Notice kind="warn">
        <p role="alert">{t.reasons['no-cookies']}</p>
      </Notice>
    );
  if (sentence === null) return null;
  return (
    <Notice kind={reason === 'signed-out' ? 'ok' : 'warn'}>
      <p>{sentence}</p>
    </Notice>
  );
}

function useSignIn() {
  const takeSession = useTakeSession();
  const navigate = useNavigate();
  const { search } = useLocation();
  return useAsk({
    mutationFn: (request: SignInRequest) => {
      // Where it fails, the route asks for it again.
      loadChallengePage().catch(() => {});
      return ask(bff['sign-in'].$post({ json: request }));
    },
    onSuccess: (view) => {
      takeSession(view);
      unproven.until = performance.now() + 1000 * ('expiresInSeconds' in view ? view.expiresInSeconds : 60);
      // The gate leads a signed-in person on; the second step is a page of its own to come back from.
      if (view.state === 'challenged')
        void navigate({ pathname: paths.challenge, search }, { state: { login: view.login } });
    },
  });
}

const typed = (input: RefObject<HTMLInputElement | null>) => input.current?.value ?? '';

function PasswordForm(props: { login: string; onAttempt: (attempt: 'made' | 'failed') => void }) {
  const { login, onAttempt } = props;
  const t = useSignInTexts();
  const loginInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const [loginError, sayLogin] = useFieldError();
  const [passwordError, sayPassword] = useFieldError();
  const problemText = useFirstProblemText();
  const signIn = useSignIn();
  const asleep = !useHydrated();
  const problem = signIn.error ? problemOf(signIn.error) : null;

  useEffect(() => {
    const name = loginInput.current;
    const at = document.activeElement;
    // Whoever began before the script ran goes on where they are.
    if (name?.form?.contains(at) && !(at === name && name.value === login)) return;
    (login === '' ? name : passwordInput.current)?.focus();
  }, [login]);

  const refused = (error: unknown) => {
    onAttempt('failed');
    const wrong = problemOf(error);
    if (wrong.type !== 'wrong-credentials' || !passwordInput.current) return;
    sayPassword(problemText(wrong));
    passwordInput.current.value = '';
    passwordInput.current.focus();
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Read from the inputs: a browser that filled them in may have told nobody.
    const request = { login: typed(loginInput).trim(), password: typed(passwordInput) };
    sayLogin(request.login ? null : t.loginEmpty);
    sayPassword(request.password.trim() ? null : t.passwordEmpty);
    const empty = [loginInput, passwordInput].find((input) => typed(input).trim() === '');
    onAttempt(empty ? 'failed' : 'made');
    if (empty) empty.current?.focus();
    else signIn.mutate(request, { onError: refused });
  };

  // Once it succeeded the form is gone, so that password managers see that it did.
  if (signIn.isSuccess) return null;
  return (
    <form className={css.form} method="post" noValidate onSubmit={submit}>
      {/* Not type="email": browsers rewrite what is typed there. */}
      <TextField
        ref={loginInput}
        label={t.login}
        error={loginError}
        onInput={() => sayLogin(null)}
        name="login"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        // In the prerendered page: one can type before the script runs.
        autoFocus={login === ''}
        defaultValue={login}
      />
      <PasswordField
        ref={passwordInput}
        label={t.password}
        error={passwordError}
        onInput={() => sayPassword(null)}
        name="password"
        autoComplete="current-password"
      />
      <div className={css.submit}>
        {/* A form whose button is disabled is not sent by Enter either (HTML, implicit submission). */}
        <Button type="submit" variant="primary" asleep={asleep} busy={signIn.isPending} busyWord={t.submitting}>
          {t.submit}
        </Button>
      </div>
      <Refusal problem={problem} />
    </form>
  );
}

/** What went wrong beside the fields themselves. */
function Refusal(props: { problem: ClientProblem | null }) {
  const { problem } = props;
  const problemText = useFirstProblemText();
  if (problem === null || problem.type === 'wrong-credentials') return null;
  return (
    <Notice kind={problem.type === 'too-many-attempts' ? 'warn' : 'danger'}>
      <p role="alert">{problemText(problem)}</p>
    </Notice>
  );
}
