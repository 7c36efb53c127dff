import type { ProblemOf } from '@wattsense/contract/problem';
import type { AnswerRequest } from '@wattsense/contract/sign-in';
import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import { useState } from 'react';
import { ask, bff } from '../api/client.ts';
import { problemOf, problemOfType } from '../api/client-problem.ts';
import { useAsk } from '../api/use-ask.ts';
import { type LeaveReason, useLeaving } from '../session/leaving.tsx';
import { useRecheckSession, useTakeSession } from '../session/session-query.ts';
import { monotonic } from '../ui/monotonic.ts';

/** A time in which answers are refused whatever they are. */
export interface Wait {
  /** A moment of `monotonic`. */
  readonly until: number;
  readonly problem: ProblemOf<'second-factor-blocked' | 'too-many-attempts'>;
}

/** Whether answers are refused now. */
export function isOn(wait: Wait | null): boolean {
  return wait !== null && wait.until > monotonic();
}

/** Each kind of answer has its own; null: it may be given. */
export interface Waits {
  /** App and text message together: they share one count. */
  readonly code: Wait | null;
  readonly recovery: Wait | null;
}

const REASONS = {
  expired: 'challenge-expired',
  exhausted: 'challenge-exhausted',
  answered: 'challenge-over',
  cancelled: 'challenge-over',
  none: 'challenge-over',
} as const satisfies Record<ProblemOf<'challenge-over'>['reason'], LeaveReason>;

/** What to do when a call of the second step says that the challenge is over. */
export function useChallengeOver(): (error: unknown) => void {
  const leaving = useLeaving();
  const recheck = useRecheckSession();
  return (error) => {
    const over = problemOfType(error, 'challenge-over');
    const wrong = problemOfType(error, 'wrong-code');
    const exhausted = over?.reason === 'exhausted' || wrong?.attemptsLeft === 0;
    if (!(over || exhausted)) return;
    leaving.because(exhausted ? 'challenge-exhausted' : REASONS[over?.reason ?? 'none']);
    // The server has the last word: another tab may have answered it meanwhile.
    void recheck();
  };
}

function kindOf(method: ChallengeMethod): keyof Waits {
  return method === 'recovery' ? 'recovery' : 'code';
}

/** Answers the challenge; the gate leads on when it was right. */
export function useAnswer() {
  const takeSession = useTakeSession();
  const recheck = useRecheckSession();
  const challengeOver = useChallengeOver();
  const [waits, setWaits] = useState<Waits>({ code: null, recovery: null });
  const answer = useAsk({
    mutationFn: (request: AnswerRequest) => ask(bff['sign-in'].challenge.answer.$post({ json: request })),
    onMutate: ({ method }) => setWaits((before) => ({ ...before, [kindOf(method)]: null })),
    onSuccess: takeSession,
    onError: (error, { method }) => {
      challengeOver(error);
      const problem = problemOf(error);
      if (problem.type === 'second-factor-disabled') void recheck();
      if (problem.type !== 'second-factor-blocked' && problem.type !== 'too-many-attempts') return;
      const wait = { until: monotonic() + problem.retryAfterSeconds * 1000, problem };
      setWaits((before) => ({ ...before, [kindOf(method)]: wait }));
    },
  });
  return { answer, waits };
}

export type Answer = ReturnType<typeof useAnswer>['answer'];
