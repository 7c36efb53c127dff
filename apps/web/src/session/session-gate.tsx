import type { SessionView } from '@wattsense/contract/session';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { problemOf } from '../api/client-problem.ts';
import { useFirstProblemText } from '../api/first-problem-text.ts';
import { unproven } from '../api/queries.ts';
import { useShared } from '../i18n/shared-texts.ts';
import { Outline } from '../outline.tsx';
import { paths } from '../paths.ts';
import { SignInFrame } from '../sign-in/sign-in-layout.tsx';
import { Mark } from '../ui/mark.tsx';
import { TryAgain } from '../ui/try-again.tsx';
import { type LeaveReason, signInState, useLeaving } from './leaving.tsx';
import { isEntry, leavesConsole, nextLocation } from './next-location.ts';
import css from './session-gate.module.css';
import { useSessionQuery } from './session-query.ts';
import { usePlaceOnPage } from './use-place-on-page.ts';

/** Shows a page to whom it is for, and leads everybody else to where they belong. */
export function SessionGate() {
  const { data: view, error, isFetching, refetch } = useSessionQuery();
  const problemText = useFirstProblemText();
  const { product } = useShared();
  const where = useLocation();
  const { earlier, accept } = useWhoIsHere(view, isEntry(where) ? signInState(where.state).login : '');
  const to = view && earlier === null ? nextLocation(view, where) : null;
  useRedirect(view, to);

  if (view?.state === 'authenticated' && earlier !== null)
    return (
      <SignInFrame>
        <Suspense fallback={null}>
          <SomebodyElse view={view} earlier={earlier} onAccepted={accept} />
        </Suspense>
      </SignInFrame>
    );
  if (view && to === null) return <Placed />;
  if (view || !error) return <Outline />;
  return (
    <main className={css.page}>
      <h1 className={css.brand} translate="no">
        <Mark size={32} />
        <span>{product}</span>
      </h1>
      <TryAgain sentence={problemText(problemOf(error))} busy={isFetching} onRetry={() => void refetch()} />
    </main>
  );
}

/** In a component of its own: a page's place is looked for once it is there. */
function Placed() {
  usePlaceOnPage();
  return <Outlet />;
}

const SomebodyElse = lazy(async () => ({ default: (await import('./somebody-else.tsx')).SomebodyElse }));

/**
 * Who this tab has been about, where the browser is signed in as somebody else by now: another tab did that, and
 * nobody is greeted by a wrong name, nor loses a sign-in, without being asked (D014). `sentFor` is the login that a page
 * outside the console's frame was opened with, such as the one behind a one-time link, or empty.
 */
function useWhoIsHere(view: SessionView | undefined, sentFor: string) {
  const [here, setHere] = useState(sentFor || null);
  const login = loginOf(view);
  // Before anybody is known, after a sign-out, and at a second step that names whom it is for, there is nothing to ask.
  const follows = here === null || view?.state !== 'authenticated';
  if (view && follows && here !== login) setHere(login);
  return { earlier: !follows && here !== login ? here : null, accept: () => setHere(login) };
}

function useRedirect(view: SessionView | undefined, to: string | null): void {
  const navigate = useNavigate();
  const location = useLocation();
  const leaving = useLeaving();
  const before = useRef<SessionView | undefined>(undefined);

  const go = useEffectEvent((target: string) => {
    if (leavesConsole(target)) return window.location.replace(target);
    const last = before.current;
    const login = loginOf(last) ?? signInState(location.state).login;
    const told = leaving.take() ?? defaultReason(last, login);
    const reason = told?.endsWith('-over') && unproven.until > performance.now() ? 'no-cookies' : told;
    const keepsLogin = reason !== 'cancelled' && reason !== 'signed-out';
    // Whoever signs in after a sign-out begins at the beginning.
    void navigate(reason === 'signed-out' ? paths.signIn : target, {
      replace: true,
      state: { reason, login: keepsLogin ? login : '' },
    });
  });

  useEffect(() => {
    if (to !== null) go(to);
  }, [to]);

  useEffect(() => {
    if (to === null) before.current = view;
  }, [view, to]);
}

function loginOf(view: SessionView | undefined): string | null {
  switch (view?.state) {
    case 'challenged':
      return view.login;
    case 'authenticated':
      return view.account.login;
    default:
      return null;
  }
}

/** What to say where nobody gave a reason: the server ended it, or it had ended before the reload. */
function defaultReason(last: SessionView | undefined, login: string): LeaveReason | null {
  if (last?.state === 'authenticated') return 'session-over';
  return login === '' ? null : 'challenge-over';
}
