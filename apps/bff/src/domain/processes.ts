import { CHALLENGE_TRIES } from './attempts.ts';

/** How long a challenge or an enrolment lives, in seconds, whatever happens in it. */
export const PROCESS_LIFE_SECONDS = 10 * 60;

/** A challenge or enrolment with less left is not gone on with but begun anew, in seconds: a message takes its time. */
export const LEAST_LEFT_SECONDS = 3 * 60;

/** Clocks of hosts that a database moved between may differ by so much. */
export const CLOCKS_AGREE_MS = 60_000;

interface ProcessRow<State extends string> {
  readonly state: State;
  readonly failed: number;
  readonly expiresAt: Date;
}

export type ProcessPhase<State extends string> = Exclude<State, 'open'> | 'open' | 'expired' | 'exhausted';

/**
 * Where a challenge or an enrolment stands. What is stored is how it was closed; that its time or its
 * tries ran out follows from the row, so that nothing has to write it down in time.
 */
export function phaseOf<State extends string>(row: ProcessRow<State | 'open'>, now: Date): ProcessPhase<State> {
  if (row.state !== 'open') return row.state as Exclude<State, 'open'>;
  const leftMs = row.expiresAt.getTime() - now.getTime();
  // More than a whole life ahead: it began while a clock was wrong, and would outlive every end.
  if (leftMs <= 0 || leftMs > PROCESS_LIFE_SECONDS * 1000 + CLOCKS_AGREE_MS) return 'expired';
  return row.failed >= CHALLENGE_TRIES ? 'exhausted' : 'open';
}

export function secondsUntil(end: Date, now: Date): number {
  return Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000));
}

export function triesLeft(failed: number): number {
  return Math.max(0, CHALLENGE_TRIES - failed);
}
