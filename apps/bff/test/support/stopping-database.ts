import {
  type Answers,
  type Database,
  type RolledBack,
  type Step,
  through,
  type Work,
} from '../../src/store/database.ts';

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
    return this.#inner.unit(() => this.#counted(body()));
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#inner.single(() => this.#counted(body()));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #counted<R>(work: Work<R>): Work<R> {
    const ask = (steps: readonly Step[]) => this.#asked(steps);
    return through(work, ask);
  }

  *#asked(steps: readonly Step[]): Work<Answers> {
    const before = steps.slice(0, this.#left);
    this.#left -= before.length;
    const answers = before.length > 0 ? yield before : [];
    if (before.length < steps.length) throw new Killed('killed');
    return answers;
  }
}
