import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { startTcpProxy, type TcpProxy } from '../../../../faults/tcp-proxy.ts';
import { type Database, isUndone, type RolledBack, type Step, through, type Work } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { statement } from '../../src/store/statement.ts';
import { MIGRATIONS } from './migrations.ts';
import { createTestDatabase, WITHOUT_LIMITS } from './postgres.ts';

/** How a connection to PostgreSQL is lost, at a statement (`terminated`) or at a call (the others). */
export type Loss =
  /** The server ends it (`pg_terminate_backend`) where the statement was to be. */
  | 'terminated'
  /** The way to the server breaks before the commit, or a statement alone, has come there. */
  | 'cut before'
  /** It breaks when the server has committed, and nobody reads its answer. */
  | 'cut after';

const endOwnConnection = statement(
  'end_own_connection',
  () => ({}),
  (db) => db.select({ ended: sql<boolean>`pg_terminate_backend(pg_backend_pid())` }).from(sql`(values (1)) as one`),
);
const END: Step = { statement: endOwnConnection, values: {} };

/** A PostgreSQL database behind a way that breaks, and whose server ends connections, where the test says so. */
export class BreakingDatabase implements Database {
  readonly engine = 'postgres';
  readonly #inner: Database;
  readonly #way: Pick<TcpProxy, 'cutAt'>;
  #loss: Loss | null = null;
  #left = 0;

  constructor(inner: Database, way: Pick<TcpProxy, 'cutAt'>) {
    this.#inner = inner;
    this.#way = way;
  }

  /** From now on the statement or call of this number (0 is the next one) loses its connection. */
  arm(point: number, loss: Loss): void {
    this.#left = point;
    this.#loss = loss;
  }

  /** Whether the loss is still to come. */
  get isArmed(): boolean {
    return this.#loss !== null;
  }

  disarm(): void {
    this.#loss = null;
  }

  unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    return this.#inner.unit(() => this.#watched(body(), 'unit'));
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#inner.single(() => this.#watched(body(), 'single'));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  *#watched<R>(work: Work<R>, of: 'unit' | 'single'): Work<R> {
    const strike = (step: Step) => (this.#strikes('terminated') ? END : step);
    const cut = (name: string) => this.#cutAt(name);
    const outcome = yield* through(work, function* (steps) {
      if (of === 'single') cut(steps[0]?.statement.name ?? '');
      return yield steps.map(strike);
    });
    if (of === 'unit' && !isUndone(outcome)) this.#cutAt('commit');
    return outcome;
  }

  #cutAt(text: string): void {
    if (this.#strikes('cut before')) void this.#way.cutAt(text, 'before');
    else if (this.#strikes('cut after')) void this.#way.cutAt(text, 'answered');
  }

  /** Whether this is the point that was named. */
  #strikes(loss: Loss): boolean {
    if (this.#loss !== loss) return false;
    this.#left -= 1;
    if (this.#left >= 0) return false;
    this.#loss = null;
    return true;
  }
}

export interface Breakable {
  readonly database: BreakingDatabase;
  close(): Promise<void>;
}

export async function openBreakable(): Promise<Breakable> {
  const url = new URL(await createTestDatabase());
  const way = await startTcpProxy(Number(url.port));
  url.port = String(way.port);
  const inner = await openPostgres({
    url: url.href,
    migrations: join(MIGRATIONS, 'postgres'),
    limits: WITHOUT_LIMITS,
    onIdleError: () => undefined,
  });
  return {
    database: new BreakingDatabase(inner, way),
    close: async () => {
      await inner.close();
      await way.close();
    },
  };
}
