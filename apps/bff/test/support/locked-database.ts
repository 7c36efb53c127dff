import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Unavailable } from '../../src/outcome.ts';
import type { Database, RolledBack, Work } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { MIGRATIONS } from './migrations.ts';
import type { MovedClock } from './moved-clock.ts';
import { createTestDatabase, WITHOUT_LIMITS } from './postgres.ts';
import type { LockHolder } from './sqlite-lock-holder.ts';

/** How long the product waits for a lock before it answers 503, in seconds. */
const PATIENCE_SECONDS = { sqlite: 0.5, postgres: 1 } as const;

/** What somebody else holds: the whole file of SQLite, or rows of PostgreSQL. */
export type Held = 'everything' | 'the account';
const ROWS = {
  'the account': ['account'],
  everything: [
    'account',
    'enrolment',
    'authenticator',
    'recovery_code',
    'session',
    'attempt',
    'throttle',
    'challenge',
    'browser',
    'password_link',
    'paid_try',
    'security_event',
  ],
} as const satisfies Readonly<Record<Held, readonly string[]>>;

export interface Lock {
  readonly held: Held;
  readonly seconds: number;
}

export interface Lockable {
  readonly database: LockedDatabase;
  close(): Promise<void>;
}

interface Other {
  take(held: Held): Promise<void>;
  release(): Promise<void>;
}

/**
 * The same database, of which somebody else takes hold at a call that the test names. The lock is a real one;
 * how long it lasts and is waited for passes on the moved clock.
 */
export class LockedDatabase implements Database {
  readonly engine: Database['engine'];
  readonly #inner: Database;
  readonly #other: Other;
  clock: MovedClock | null = null;
  #lock: Lock | null = null;
  #callsLeft = 0;
  #left = 0;
  #held = false;
  #taking: Promise<void> = Promise.resolve();

  constructor(inner: Database, other: Other) {
    this.engine = inner.engine;
    this.#inner = inner;
    this.#other = other;
  }

  /** From now on the call of this number (0 is the next one) meets the lock. */
  arm(call: number, lock: Lock): void {
    this.#callsLeft = call;
    this.#lock = lock;
  }

  /** Whether the lock is still to come. */
  get isArmed(): boolean {
    return this.#lock !== null;
  }

  /** Ends the lock, after as long as it was to last. */
  async end(): Promise<void> {
    this.#lock = null;
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
    const lock = this.#callsLeft === 0 ? this.#lock : null;
    this.#callsLeft = Math.max(0, this.#callsLeft - 1);
    if (lock !== null) {
      this.#lock = null;
      this.#left = lock.seconds;
      this.#held = true;
      this.#taking = this.#other.take(lock.held);
    }
    // Whoever asks meanwhile meets the lock as well.
    await this.#taking;
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
    await this.#other.release();
  }
}

/** A file whose lock another process holds. */
export async function lockableSqlite(holder: LockHolder): Promise<Lockable> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const path = join(folder, 'test.sqlite');
  const inner = openSqlite({ path, migrations: join(MIGRATIONS, 'sqlite'), as: 'serve', busyMs: 0 });
  await holder.order({ kind: 'open', path });
  const database = new LockedDatabase(inner, {
    take: () => holder.order({ kind: 'take' }),
    release: () => holder.order({ kind: 'release' }),
  });
  return {
    database,
    close: async () => {
      await database.end();
      await holder.order({ kind: 'shut' });
      await inner.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database whose rows another connection holds. */
export async function lockablePostgres(): Promise<Lockable> {
  const url = await createTestDatabase();
  const limits = { ...WITHOUT_LIMITS, lockMs: 1 };
  const migrations = join(MIGRATIONS, 'postgres');
  const inner = await openPostgres({ url, migrations, limits, onIdleError: () => undefined });
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  const database = new LockedDatabase(inner, {
    take: async (held) => {
      await other.query('begin');
      for (const table of ROWS[held]) await other.query(`select 1 from ${table} for update`);
    },
    release: async () => void (await other.query('rollback')),
  });
  return {
    database,
    close: async () => {
      await database.end();
      await other.end();
      await inner.close();
    },
  };
}
