import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { systemTimers } from '../adapters/system-timers.ts';
import type { Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { compiler } from './compiled-statement.ts';
import { type Answers, concluded, type Database, Duplicate, type RolledBack, Undo, type Work } from './database.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { type Command, type Completed, runTogether } from './postgres-batch.ts';
import { poolerFault } from './refuse-poolers.ts';
import { postgresTables } from './schema-postgres.ts';

/** How long the database may take, in milliseconds; 0 is without end. */
export interface PostgresLimits {
  /** Until there is a connection, of the pool or a new one. */
  readonly connectMs: number;
  /** For a statement, by the server's own watch. */
  readonly statementMs: number;
  /** For a row that another transaction holds. */
  readonly lockMs: number;
  /** Until an answer comes; longer than the server allows any statement: this one is for a host that vanished. */
  readonly answerMs: number;
  /** Between two statements of a transaction. */
  readonly idleMs: number;
}

const LIMITS: PostgresLimits = { connectMs: 3000, statementMs: 3000, lockMs: 1000, answerMs: 5000, idleMs: 10_000 };

export interface OpenPostgres {
  readonly url: string;
  readonly migrations: string;
  readonly poolSize?: number;
  readonly limits?: PostgresLimits;
  /** The process's own where none are given. */
  readonly timers?: Timers | undefined;
  /** Told of errors of idle connections; without a listener one of them would end the process. */
  readonly onIdleError: (code: string) => void;
}

export interface PostgresDatabase extends Database {
  readonly engine: 'postgres';
  /** The database's own time, for the clock that all instances share. */
  now(): Promise<Date>;
}

/** Opens a pool on the writer and brings it to the present schema. */
export async function openPostgres({
  url,
  migrations,
  poolSize,
  limits = LIMITS,
  timers = systemTimers,
  onIdleError,
}: OpenPostgres): Promise<PostgresDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize ?? 10,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.answerMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleMs,
    keepAlive: true,
    options: '-c timezone=UTC',
  });
  pool.on('error', (error: Error & { code?: string }) => onIdleError(error.code ?? error.name));
  // The query under way fails by itself; what a connection in use tells besides would be an uncaught error.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const fault = await poolerFault(pool, {
    TimeZone: 'UTC',
    ...(limits.statementMs === 0 ? {} : { statement_timeout: String(limits.statementMs) }),
    ...(limits.lockMs === 0 ? {} : { lock_timeout: String(limits.lockMs) }),
  }).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  if (fault !== null) {
    await pool.end();
    throw new Error(fault);
  }
  await migratePostgres(url, migrations, timers);
  const compile = compiler(drizzle(pool), postgresTables);
  return {
    engine: 'postgres',
    unit: async (body) => {
      try {
        return await inTransaction(pool, (ask) => drive(body(), compile, ask, true));
      } catch (error) {
        if (error instanceof Undo) return error.outcome as never;
        throw translated(error);
      }
    },
    single: async (body) => {
      try {
        return await outside(pool, (ask) => drive(body(), compile, ask, false));
      } catch (error) {
        throw translated(error);
      }
    },
    now: async () => {
      const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
      return rows[0]?.now ?? new Date();
    },
    close: () => pool.end(),
  };
}

type Ask = (asked: readonly Command[]) => Promise<readonly Completed[]>;

const command = (name: string): Command => ({ name, text: name, values: [] });
const BEGIN = command('begin');
const COMMIT = command('commit');
const ROLLBACK = command('rollback');

/**
 * Begun with what is asked first, committed where the body says so; whatever it throws undoes it. A connection of which
 * nobody knows what it still does is ended, not lent again.
 */
async function inTransaction<R>(pool: pg.Pool, act: (ask: Ask) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  let begun = false;
  let usable = false;
  const ask: Ask = async (asked) => {
    if (begun) return runTogether(client, asked);
    begun = true;
    const [, ...completed] = await runTogether(client, [BEGIN, ...asked]);
    return completed;
  };
  try {
    const outcome = await act(ask).catch(async (error: unknown) => {
      if (begun && !isUnanswered(error)) await runTogether(client, [ROLLBACK]);
      usable = !isUnanswered(error);
      throw error;
    });
    if (begun) await commit(client);
    usable = true;
    return outcome;
  } finally {
    client.release(!usable);
  }
}

/** Outside of any transaction; after a failure the connection is ended. */
async function outside<R>(pool: pg.Pool, act: (ask: Ask) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  let usable = false;
  try {
    const outcome = await act((asked) => runTogether(client, asked));
    usable = true;
    return outcome;
  } finally {
    client.release(!usable);
  }
}

/** A transaction of which a statement failed is rolled back by its commit, which says so and is no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const [done] = await runTogether(client, [COMMIT]);
  if (done?.tag !== 'COMMIT') throw new Error('a transaction that had failed was to be committed');
}

/** The driver's word for a query that took longer than `query_timeout`. */
const isUnanswered = (error: unknown) => error instanceof Error && error.message === 'Query read timeout';

/** Awaits what a body asks at once, on the connection that it was given. Statements are named, so that they are planned once. */
async function drive<R>(
  work: Work<R | RolledBack<R>>,
  compile: ReturnType<typeof compiler>,
  ask: Ask,
  undoable: boolean,
): Promise<R> {
  let next = work.next();
  while (!next.done) {
    let answers: Answers;
    try {
      const steps = next.value.map(({ statement, values }) => ({ compiled: compile(statement), values }));
      const commands = steps.map(({ compiled: { name, sql, encode }, values }) => {
        return { name, text: sql, values: encode(values) };
      });
      const completed = await ask(commands);
      answers = steps.map(({ compiled }, index) => completed[index]?.rows.map(compiled.decode) ?? []);
    } catch (error) {
      next = work.throw(error);
      continue;
    }
    next = work.next(answers);
  }
  return concluded(next.value, undoable);
}

const MOMENTARY = /^(08|53|57|55P03|40001|40P01|25006)|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/;

/** Lost connections, lock waits and shutdowns are moments, not verdicts: they become 503. `unique_violation` has a name. */
function translated(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code === '23505') return new Duplicate(code, cause);
  const lost = /terminated|timeout exceeded|read timeout|Connection ended|not queryable/i.test(cause.message);
  return MOMENTARY.test(code) || lost ? new Unavailable(code || 'connection lost') : error;
}
