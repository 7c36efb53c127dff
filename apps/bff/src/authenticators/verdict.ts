import type { ProblemOf } from '@wattsense/contract/problem';
import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import type { Refused } from '../outcome.ts';
import type { Work } from '../store/database.ts';

/** What is right carries its own spending; never a bare yes. */
export interface Right {
  readonly kind: 'right';
  /** What goes on the session's record; null: nothing yet, as of a recovery code that is only reserved. */
  readonly method: AuthenticationMethod | null;
  /**
   * Spends what was proven, by one conditional update, in the unit of work that it brings something about in.
   * @param sessionId for which session. False: it was spent, replaced or disabled since. Null: there is nothing to spend.
   */
  readonly spend: ((now: Date, sessionId: string) => Work<boolean>) | null;
  /** What it was after all where the spending lost; without it, a code that was used already. */
  readonly afterwards?: () => Promise<Verdict>;
}

export interface Wrong {
  readonly kind: 'wrong';
  /** Which of two proofs it was, where two were asked for. */
  readonly what: 'password' | 'code';
  readonly alreadyUsed?: boolean;
  /** The code fits another time. */
  readonly clock?: ProblemOf<'wrong-code'>['clock'] | null;
}

export const WRONG_CODE: Wrong = { kind: 'wrong', what: 'code' };

/** A refusal is no verdict: nothing was judged, and the try is given back. */
export type Verdict<R extends Right = Right> = R | Wrong | Refused;

/** Spends what was proven; false where that was done, or undone, by somebody else. */
export function* spend({ spend: spending }: Right, now: Date, sessionId: string): Work<boolean> {
  return spending === null || (yield* spending(now, sessionId));
}
