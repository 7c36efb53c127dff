/** The database is locked, full or gone for now: nothing was decided, and the person may try again. */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number;
  constructor(reason: string, retryAfterSeconds = 2) {
    super(reason);
    this.name = 'Unavailable';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
