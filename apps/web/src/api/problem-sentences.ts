import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { ClientProblemByType, ClientProblemType } from './client-problem.ts';

/** So far back a code is one that was read a moment ago, in another app on the same phone; no clock is wrong (D055). */
export const FEW_MINUTES = 2;

/** How a code was made: one of an app that is being added is shown beside older entries of the same name (D011). */
export type CodeMethod = ChallengeMethod | 'new-app';

/** What a sentence may need beside the problem itself. */
export interface Circumstances {
  /** The time of day so many seconds ahead. */
  timeIn(seconds: number): string;
  country(code: string): string;
  /** How the refused code was made, where it matters to the advice. */
  method: CodeMethod | null;
}

/** One sentence per problem; a missing one is a compile error. */
export type ProblemSentences = {
  readonly [T in ClientProblemType]: (problem: ClientProblemByType[T], circumstances: Circumstances) => string;
};

/** What the start and the password may be answered with: its sentences are in the first chunk. */
export type FirstProblemType =
  | 'offline'
  | 'wrong-credentials'
  | 'too-many-attempts'
  | 'busy'
  | 'unexpected'
  | 'malformed'
  | 'too-large'
  | 'wrong-host'
  | 'wrong-origin'
  | 'unsupported-media-type'
  | 'method-not-allowed';

export type FirstSentences = Pick<ProblemSentences, FirstProblemType>;

/** A sentence of a table that has one for the problem's type. */
export function say<T extends ClientProblemType>(
  sentences: Pick<ProblemSentences, T>,
  type: T,
  problem: ClientProblemByType[T],
  circumstances: Circumstances,
): string {
  return sentences[type](problem, circumstances);
}
