import type { Database, RolledBack, Work } from '../../src/store/database.ts';

/** Thrown in place of a statement: as far as the database can tell, the process is gone. */
export class Killed extends Error {}

/**
 * The same database, whose user is killed before its `last`-th statement. What a unit had written by then is rolled
 * back, as it is when a connection breaks.
 */
export class StoppingDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #inner: Database;
  #left: number;

  constructor(inner: Database, last: number) {
    this.#inner = inner;
    this.engine = inner.engine;
    this.#left = last;
  }

  unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    return this.#inner.unit(() => this.#counting(body()));
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#inner.single(() => this.#counting(body()));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  *#counting<R>(work: Work<R>): Work<R> {
    let next = work.next();
    while (!next.done) {
      this.#left -= 1;
      if (this.#left < 0) throw new Killed('killed');
      next = work.next(yield next.value);
    }
    return next.value;
  }
}
