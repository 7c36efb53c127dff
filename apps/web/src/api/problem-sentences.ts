import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import type { ClientProblemByType, ClientProblemType } from './client-problem.ts';

/** What a sentence may need beside the problem itself. */
export interface Circumstances {
  /** The time of day so many seconds ahead. */
  timeIn(seconds: number): string;
  country(code: string): string;
  /** How the refused code was made, where it matters to the advice. */
  method: ChallengeMethod | null;
}

/** One sentence per problem; a missing one is a compile error. */
export type ProblemSentences = {
  readonly [T in ClientProblemType]: (problem: ClientProblemByType[T], circumstances: Circumstances) => string;
};
