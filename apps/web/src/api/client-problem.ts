import type { Problem, ProblemOf, ProblemType } from '@wattsense/contract/problem';

/** The BFF could not be reached or did not answer in time, or something before it answered in its place. */
export interface Offline {
  readonly type: 'offline';
  /**
   * What the browser itself knew, and says in its banner. `unsent`: it was offline already · `cut`: it went offline before
   * an answer came, and nobody knows whether it was done.
   */
  readonly by?: 'unsent' | 'cut';
}

/** Everything that a call can fail with. */
export type ClientProblem = Problem | Offline;
export type ClientProblemType = ClientProblem['type'];

export type ClientProblemByType = {
  [T in ProblemType]: ProblemOf<T>;
} & { offline: Offline };

// Waits are told in seconds from the answer; a time of day made of them must not move on later.
const receivedAt = new WeakMap<ClientProblem, Date>();

/** When a problem was answered; now for one that no answer carried. */
export function problemReceivedAt(problem: ClientProblem): Date {
  return receivedAt.get(problem) ?? new Date();
}

/** A call's expected failure, thrown so that TanStack Query sees it as one. */
export class ProblemError extends Error {
  readonly problem: ClientProblem;

  constructor(problem: ClientProblem) {
    super(problem.type);
    this.name = 'ProblemError';
    this.problem = problem;
    receivedAt.set(problem, new Date());
  }
}

const unexpected: ProblemOf<'unexpected'> = {
  type: 'unexpected',
  title: 'Unexpected',
  status: 500,
};

/** The problem that an error carries; anything unknown is `unexpected`. */
export function problemOf(error: unknown): ClientProblem {
  return error instanceof ProblemError ? error.problem : unexpected;
}

/** Narrows an error to one type of problem, or null when it is another. */
export function problemOfType<T extends ClientProblemType>(
  error: unknown,
  type: T,
): Extract<ClientProblem, { type: T }> | null {
  if (!(error instanceof ProblemError)) return null;
  const { problem } = error;
  return isOfType(problem, type) ? problem : null;
}

/** What the state of the account rules out: asked again, it is refused again. */
const FINAL: ReadonlySet<ClientProblemType> = new Set([
  'conflict',
  'not-found',
  'sms-not-offered',
  'passkeys-not-offered',
  'second-factor-disabled',
  'level-required',
  'phone-refused',
]);

/** Whether the same call may succeed when it is made again. */
export const mayRetry = ({ type }: ClientProblem) => !FINAL.has(type);

function isOfType<T extends ClientProblemType>(
  problem: ClientProblem,
  type: T,
): problem is Extract<ClientProblem, { type: T }> {
  return problem.type === type;
}

/** Whether an answer's body is a problem; a server that is newer than this page may name others, which `say` makes up for. */
function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'type' in body && typeof body.type === 'string';
}

/** What a failed answer means: its problem, or what its status allows to say. */
export function problemFrom(status: number, body: unknown): ClientProblem {
  if (isProblem(body)) return body;
  // A proxy without its BFF behind it: nothing that the person did wrong.
  return status >= 502 && status <= 504 ? { type: 'offline' } : unexpected;
}
