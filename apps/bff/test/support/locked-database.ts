import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import type { Database, RolledBack, Work } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { Unavailable } from '../../src/unavailable.ts';
import type { MovedClock } from './moved-clock.ts';
import { createTestDatabase, WITHOUT_LIMITS } from './postgres.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');
/** How long the product waits for a lock before it answers 503, in seconds. */
const PATIENCE_SECONDS = { sqlite: 0.5, postgres: 1 } as const;
const HELD =
  'account, session, browser, attempt, throttle, paid_try, challenge, enrolment, recovery_code, security_event';

/** What befalls the database at one of the calls that come. */
export type Fault =
  /** Somebody else holds what is written, for so many seconds. */
  | { readonly kind: 'lock'; readonly seconds: number }
  /** The connection is lost when what was asked has been committed, before the answer. */
  | { readonly kind: 'lost' };

export interface Lockable {
  readonly database: LockedDatabase;
  close(): Promise<void>;
}

/**
 * The same database, of which another connection takes hold at a call that the test names. The lock is a real one;
 * how long it lasts and is waited for passes on the moved clock.
 */
export class LockedDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #inner: Database;
  readonly #take: () => Promise<void>;
  readonly #release: () => Promise<void>;
  clock: MovedClock | null = null;
  #fault: Fault | null = null;
  #callsLeft = 0;
  #left = 0;
  #held = false;

  constructor(inner: Database, take: () => Promise<void>, release: () => Promise<void>) {
    this.engine = inner.engine;
    this.#inner = inner;
    this.#take = take;
    this.#release = release;
  }

  /** From now on the call of this number (0 is the next one) meets the fault. */
  arm(call: number, fault: Fault): void {
    this.#callsLeft = call;
    this.#fault = fault;
  }

  /** Whether the fault is still to come. */
  get isArmed(): boolean {
    return this.#fault !== null;
  }

  /** Ends the lock, after as long as it was to last. */
  async end(): Promise<void> {
    this.#fault = null;
    if (!this.#held) return;
    this.clock?.advance(this.#left);
    await this.#free();
  }

  unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R> {
    return this.#meet(() => this.#inner.unit(body));
  }

  single<R>(body: () => Work<R>): Promise<R> {
    return this.#meet(() => this.#inner.single(body));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  async #meet<R>(ask: () => Promise<R>): Promise<R> {
    const fault = this.#callsLeft === 0 ? this.#fault : null;
    this.#callsLeft = Math.max(0, this.#callsLeft - 1);
    if (fault !== null) this.#fault = null;
    if (fault?.kind === 'lost') {
      await ask();
      throw new Unavailable('connection lost');
    }
    if (fault?.kind === 'lock') {
      this.#left = fault.seconds;
      this.#held = true;
      await this.#take();
    }
    return this.#held ? this.#waiting(ask) : ask();
  }

  async #waiting<R>(ask: () => Promise<R>): Promise<R> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unavailable) || !this.#held) throw error;
      const waited = Math.min(this.#left, PATIENCE_SECONDS[this.engine]);
      this.clock?.advance(waited);
      this.#left -= waited;
      if (this.#left > 0) throw error;
      await this.#free();
      return ask();
    }
  }

  async #free(): Promise<void> {
    this.#held = false;
    await this.#release();
  }
}

export async function openLockable(engine: 'sqlite' | 'postgres'): Promise<Lockable> {
  return engine === 'sqlite' ? lockableSqlite() : lockablePostgres();
}

function lockableSqlite(): Lockable {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const path = join(folder, 'test.sqlite');
  const inner = openSqlite({ path, migrations: join(MIGRATIONS, 'sqlite'), as: 'serve', busyMs: 0 });
  const other = new SqliteDatabase(path, { timeout: 0 });
  const run = (statement: string) => async () => void other.exec(statement);
  const database = new LockedDatabase(inner, run('BEGIN IMMEDIATE'), run('ROLLBACK'));
  return {
    database,
    close: async () => {
      await database.end();
      other.close();
      await inner.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function lockablePostgres(): Promise<Lockable> {
  const url = await createTestDatabase();
  const limits = { ...WITHOUT_LIMITS, lockMs: 1 };
  const migrations = join(MIGRATIONS, 'postgres');
  const inner = await openPostgres({ url, migrations, limits, onIdleError: () => undefined });
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  const take = async () => {
    await other.query('begin');
    await other.query(`lock table ${HELD} in share row exclusive mode`);
  };
  const release = async () => void (await other.query('rollback'));
  const database = new LockedDatabase(inner, take, release);
  return {
    database,
    close: async () => {
      await database.end();
      await other.end();
      await inner.close();
    },
  };
}
