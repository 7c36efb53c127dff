import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../src/outcome.ts';
import { type Database, type RolledBack, through, type Work } from '../../src/store/database.ts';
import { listKeyCanaries } from '../../src/store/key-canaries.ts';
import { untilSomebodyWaits } from '../support/lock-waits.ts';
import { openTestPostgres } from '../support/postgres.ts';
import { createWorld, type World } from '../support/world.ts';
import { countedTries, newcomers, PAYING_FLOWS, ROOM_FOR_MESSAGES, type Trier } from './paying-flows.ts';

/** A database whose next payment is not answered: its transaction stands open, and ends when the test says so. */
class LateCommits implements Database {
  readonly engine = 'postgres';
  readonly #inner: Database;
  #ending: 'committed' | 'lost' | null = null;
  #late: { readonly release: () => void; readonly ended: Promise<unknown> } | null = null;

  constructor(inner: Database) {
    this.#inner = inner;
  }

  arm(ending: 'committed' | 'lost'): void {
    this.#ending = ending;
  }

  async end(): Promise<void> {
    this.#late?.release();
    await this.#late?.ended;
  }

  async unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    const ending = this.#ending;
    if (ending === null) return this.#inner.unit(body);
    const unanswered = Promise.withResolvers<never>();
    let open = true;
    const paid = () => {
      this.#ending = null;
      const release = () => {
        open = false;
      };
      this.#late = { release, ended: answered.catch(() => undefined) };
      unanswered.reject(new Unavailable('connection lost'));
    };
    const answered: Promise<R> = this.#inner.unit<R>(function* () {
      const done = yield* watched(body);
      if (!done.paid) return done.outcome;
      paid();
      while (open) yield* listKeyCanaries({});
      if (ending === 'lost') throw new Error('the connection was lost before its commit');
      return done.outcome;
    });
    return Promise.race([answered, unanswered.promise]);
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#inner.single(body);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** Runs a body and tells whether it has paid for a try. */
function* watched<R>(body: () => Work<R>): Work<{ readonly outcome: R; readonly paid: boolean }> {
  let paid = false;
  const outcome = yield* through(body(), function* (steps) {
    paid ||= steps.some(({ statement }) => statement.name === 'paid_try_insert');
    return yield steps;
  });
  return { outcome, paid };
}

describe('a payment that PostgreSQL commits after nobody waits for it any more', () => {
  let opened: Awaited<ReturnType<typeof openTestPostgres>>;
  let database: LateCommits;
  let world: World;
  let begin: (flow: string) => Promise<Trier>;
  beforeEach(async () => {
    opened = await openTestPostgres();
    database = new LateCommits(opened.database);
    world = await createWorld({ database, environment: ROOM_FOR_MESSAGES });
    begin = newcomers(world);
  });
  afterEach(async () => {
    await database.end();
    await world.close();
    await opened.close();
  });

  it.each(Object.keys(PAYING_FLOWS).flatMap((flow) => [[flow, 'committed'] as const, [flow, 'lost'] as const]))(
    'D002: %s costs nothing, be it %s in the end',
    async (flow, ending) => {
      const trier = await begin(flow);
      const before = await countedTries(database);
      database.arm(ending);
      expect(await trier.right()).toBe(503);
      // Whoever gives it back asks now, while nobody knows yet.
      await Promise.race([untilSomebodyWaits(opened.database), world.deps.background.settled()]);
      await database.end();
      await world.deps.background.settled();
      expect(await world.deps.background.settleOwed()).toBe(0);
      expect(await countedTries(database)).toBe(before);
      expect(await trier.right()).toBe(200);
    },
  );
});
