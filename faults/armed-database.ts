import { type Database, type RolledBack, type Step, through, type Work } from '../apps/bff/src/store/database.ts';

/** What happens at a unit of work that contains a statement. */
export interface Trap {
  readonly at: 'begin' | 'amid' | 'before-commit' | 'after-commit';
  readonly statement: string;
  readonly spring: () => void;
}

/** A statement in place of another one, for faults that are planted. */
export type Exchange = (step: Step) => Step;

/**
 * The same database with a trap that is set while it runs, and springs once: at the beginning of a unit (as far as it
 * is known what will be in it: by its first statement), before the named statement, before its commit or after it.
 */
export class ArmedDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #inner: Database;
  readonly #exchange: Exchange;
  #trap: Trap | null = null;

  constructor(inner: Database, exchange: Exchange = (step) => step) {
    this.#inner = inner;
    this.engine = inner.engine;
    this.#exchange = exchange;
  }

  arm(trap: Trap): void {
    this.#trap = trap;
  }

  async unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    const met = { statement: false };
    const outcome = await this.#inner.unit(() => this.#watched(body(), met));
    if (met.statement) this.#spring('after-commit');
    return outcome;
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#inner.single(() => this.#watched(body(), { statement: false }));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  *#watched<R>(work: Work<R>, met: { statement: boolean }): Work<R> {
    let isFirst = true;
    const watch = ({ statement }: Step) => {
      if (statement.name === this.#trap?.statement) {
        met.statement = true;
        if (isFirst) this.#spring('begin');
        this.#spring('amid');
      }
      isFirst = false;
    };
    const exchange = this.#exchange;
    const outcome = yield* through(work, function* (steps) {
      for (const step of steps) watch(step);
      return yield steps.map(exchange);
    });
    if (met.statement) this.#spring('before-commit');
    return outcome;
  }

  #spring(at: Trap['at']): void {
    if (this.#trap?.at !== at) return;
    const { spring } = this.#trap;
    this.#trap = null;
    spring();
  }
}
