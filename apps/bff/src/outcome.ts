import type { Problem } from '@wattsense/contract/problem';

/** A problem as the flow knows it; the HTTP layer adds title and status. */
export type Refusal = Problem extends infer P
  ? P extends Problem
    ? Omit<P, 'title' | 'status' | 'requestId'>
    : never
  : never;

/** In a unit of work it undoes what was written (`Undone`). */
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

export const refused = (refusal: Refusal): Refused => ({ kind: 'refused', refusal });

/** The database is locked, full or gone for now: nothing was decided, and the person may try again. */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number;
  constructor(reason: string, retryAfterSeconds = 2) {
    super(reason);
    this.name = 'Unavailable';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
