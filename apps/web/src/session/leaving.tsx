import { createContext, type ReactNode, use, useMemo, useRef } from 'react';

/** Why the sign-in page is shown, where there is a reason to tell. */
export type LeaveReason =
  | 'signed-out'
  | 'cancelled'
  | 'session-over'
  | 'challenge-expired'
  | 'challenge-exhausted'
  /** It ended, and nobody here knows how: in another tab, or before a reload. */
  | 'challenge-over'
  /** A moment after it began nothing is known of it: whoever keeps cookies back takes every sign-in away (D013). */
  | 'no-cookies'
  /** To come back with the recovery code, since no method is left that works. */
  | 'recover';

const REASONS: ReadonlySet<unknown> = new Set<LeaveReason>([
  'signed-out',
  'cancelled',
  'session-over',
  'challenge-expired',
  'challenge-exhausted',
  'challenge-over',
  'no-cookies',
  'recover',
]);

function isReason(value: unknown): value is LeaveReason {
  return REASONS.has(value);
}

/** What goes along to a sign-in page in the history entry: it survives a reload and is in no address. */
export interface SignInState {
  readonly reason: LeaveReason | null;
  /** Kept so that it need not be typed again (WCAG 3.3.7). */
  readonly login: string;
}

/** Reads a history entry's state, which may be anything. */
export function signInState(state: unknown): SignInState {
  const of = typeof state === 'object' && state !== null ? state : {};
  return {
    reason: 'reason' in of && isReason(of.reason) ? of.reason : null,
    login: 'login' in of && typeof of.login === 'string' ? of.login : '',
  };
}

interface Leaving {
  /** To be called just before the session or challenge is given up, so that the next page can say why. */
  because(reason: LeaveReason): void;
  /** The reason told last, once. */
  take(): LeaveReason | null;
  /** Whoever shows what would be lost is asked before a sign-out; returns how it lets go. */
  guard(ask: (goOn: () => void) => void): () => void;
  /** Goes on at once, or once whoever guards has asked. */
  askFirst(goOn: () => void): void;
}

const Leave = createContext<Leaving>({
  because: () => {},
  take: () => null,
  guard: () => () => {},
  askFirst: (goOn) => goOn(),
});

export function LeavingProvider(props: { children: ReactNode }) {
  const told = useRef<LeaveReason | null>(null);
  const guarding = useRef<((goOn: () => void) => void) | null>(null);
  const leaving = useMemo<Leaving>(
    () => ({
      because: (reason) => {
        told.current = reason;
      },
      take: () => {
        const reason = told.current;
        told.current = null;
        return reason;
      },
      guard: (ask) => {
        guarding.current = ask;
        return () => {
          guarding.current = null;
        };
      },
      askFirst: (goOn) => (guarding.current ? guarding.current(goOn) : goOn()),
    }),
    [],
  );
  return <Leave value={leaving}>{props.children}</Leave>;
}

export function useLeaving(): Leaving {
  return use(Leave);
}
