import type { PasswordHasher } from '../../src/deps.ts';
import type { Answers, Database, RolledBack, Step, Work } from '../../src/store/database.ts';
import { listKeyCanaries } from '../../src/store/key-canaries.ts';

/** A point at which one request waits until the test lets it go on. */
export interface Hold {
  /** Resolves when a request has come to the point. */
  readonly reached: Promise<void>;
  release(): void;
}

interface Point extends Hold {
  arrive(): Promise<void>;
  readonly released: boolean;
}

function point(): Point {
  const arrived = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  let released = false;
  return {
    reached: arrived.promise,
    release: () => {
      released = true;
      going.resolve();
    },
    get released() {
      return released;
    },
    arrive: () => {
      arrived.resolve();
      return going.promise;
    },
  };
}

type Trap = { readonly kind: 'hold'; readonly at: Point } | { readonly kind: 'fail'; readonly error: Error };

/**
 * The same database with traps before named statements and what is asked at once with them, each for the first request
 * that comes to it.
 * Before the first statement of a unit both engines wait; in the midst of one only PostgreSQL can, since
 * on SQLite a unit is one turn of the event loop.
 */
export class TrappedDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #inner: Database;
  readonly #traps = new Map<string, Trap>();

  constructor(inner: Database) {
    this.#inner = inner;
    this.engine = inner.engine;
  }

  holdBefore(statement: string): Hold {
    const at = point();
    this.#traps.set(statement, { kind: 'hold', at });
    return at;
  }

  failBefore(statement: string, error: Error): void {
    this.#traps.set(statement, { kind: 'fail', error });
  }

  /** Traps that no request came to. */
  get unused(): string[] {
    return [...this.#traps.keys()];
  }

  async unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    const trapped = await this.#begin(body);
    return this.#inner.unit(trapped);
  }

  async single<R>(body: () => Work<R>): Promise<R> {
    const trapped = await this.#begin(body);
    return this.#inner.single(trapped);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  /** Waits before the first statement, outside of any transaction, and returns what is left to do. */
  async #begin<R>(body: () => Work<R>): Promise<() => Work<R>> {
    const work = body();
    const first = work.next();
    const trap = first.done ? undefined : this.#take(first.value);
    if (trap?.kind === 'hold') await trap.at.arrive();
    return () => this.#rest(work, first, trap?.kind === 'fail' ? trap.error : undefined);
  }

  *#rest<R>(work: Work<R>, first: IteratorResult<readonly Step[], R>, failure: Error | undefined): Work<R> {
    if (failure !== undefined) throw failure;
    let next = first;
    let isFirst = true;
    while (!next.done) {
      const trap = isFirst ? undefined : this.#take(next.value);
      isFirst = false;
      if (trap?.kind === 'fail') throw trap.error;
      if (trap?.kind === 'hold') yield* waiting(trap.at);
      let answers: Answers;
      try {
        answers = yield next.value;
      } catch (error) {
        next = work.throw(error);
        continue;
      }
      next = work.next(answers);
    }
    return next.value;
  }

  /** Of the first statement that has one. */
  #take(steps: readonly Step[]): Trap | undefined {
    const name = steps.map(({ statement }) => statement.name).find((one) => this.#traps.has(one)) ?? '';
    const trap = this.#traps.get(name);
    this.#traps.delete(name);
    return trap;
  }
}

/** Asks for what nobody changes, again and again, until it is released: between two answers everybody else has a turn. */
function* waiting(at: Point): Work<void> {
  void at.arrive();
  while (!at.released) yield* listKeyCanaries({});
}

/** Passwords whose next verdict is reached, and then kept back until it is released. */
export function holdPasswords(inner: PasswordHasher): { readonly passwords: PasswordHasher; readonly hold: Hold } {
  const at = point();
  let held = false;
  const passwords: PasswordHasher = {
    hasRoom: (asker) => inner.hasRoom(asker),
    hash: (password, asker) => inner.hash(password, asker),
    verify: async (password, stored, asker) => {
      const verdict = await inner.verify(password, stored, asker);
      if (held) return verdict;
      held = true;
      await at.arrive();
      return verdict;
    },
  };
  return { passwords, hold: at };
}
