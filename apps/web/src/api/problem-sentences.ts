import type { ClientProblem, ClientProblemByType, ClientProblemType } from './client-problem.ts';

/** What the way by which a code was made says of a refused one. */
export interface RefusedCode {
  readonly wrong: (problem: ClientProblemByType['wrong-code']) => string;
  /** Where another sentence fits than for codes in general. */
  readonly blocked?: (time: string) => string;
}

/** What a sentence may need beside the problem itself. */
export interface Circumstances {
  /** The time of day so many seconds ahead. */
  timeIn(seconds: number): string;
  country(code: string): string;
  /** Of a refused code, where it is known how it was made. */
  refused: RefusedCode | undefined;
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

/** The sentence of a problem; one that has none here, or that only a newer server knows, reads as an unexpected one. */
export function say(sentences: FirstSentences, problem: ClientProblem, circumstances: Circumstances): string {
  return has(sentences, problem)
    ? sayOf(sentences, problem.type, problem, circumstances)
    : sentences.unexpected({ type: 'unexpected', title: '', status: 500 }, circumstances);
}

function has<S extends object>(
  sentences: S,
  problem: ClientProblem,
): problem is Extract<ClientProblem, { type: keyof S }> {
  return Object.hasOwn(sentences, problem.type);
}

function sayOf<T extends ClientProblemType>(
  sentences: Pick<ProblemSentences, T>,
  type: T,
  problem: ClientProblemByType[T],
  circumstances: Circumstances,
): string {
  return sentences[type](problem, circumstances);
}
