import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { systemTimers } from '../adapters/system-timers.ts';
import type { Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { compiler } from './compiled-statement.ts';
import { concluded, type Database, Duplicate, type RolledBack, type Step, Undo, type Work } from './database.ts';
import { migratePostgres } from './migrate-postgres.ts';
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
  const execute = executor(compiler(drizzle(pool), postgresTables));
  return {
    engine: 'postgres',
    unit: async (body) => {
      try {
        return await inTransaction(pool, (client) => drive(body(), (step) => execute(client, step), true));
      } catch (error) {
        if (error instanceof Undo) return error.outcome as never;
        throw translated(error);
      }
    },
    single: async (body) => {
      try {
        return await drive(body(), (step) => execute(pool, step), false);
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

/**
 * Committed where the body says so; whatever it throws undoes it. A connection of which nobody knows what it still
 * does is ended, not lent again.
 */
async function inTransaction<R>(pool: pg.Pool, act: (client: pg.PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  let usable = false;
  try {
    await client.query('begin');
    const outcome = await act(client).catch(async (error: unknown) => {
      if (!isUnanswered(error)) await client.query('rollback');
      usable = !isUnanswered(error);
      throw error;
    });
    await client.query('commit');
    usable = true;
    return outcome;
  } finally {
    client.release(!usable);
  }
}

/** The driver's word for a query that took longer than `query_timeout`. */
const isUnanswered = (error: unknown) => error instanceof Error && error.message === 'Query read timeout';

/** Instants and the like as text: the columns read them, and the driver's own reading would be in vain. */
const asText: ReadonlySet<number> = new Set([
  pg.types.builtins.TIMESTAMPTZ,
  pg.types.builtins.TIMESTAMP,
  pg.types.builtins.DATE,
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    asText.has(id) ? (value: unknown) => value : pg.types.getTypeParser(id, format),
};

/** Statements are named, so that PostgreSQL plans them once a connection. */
function executor(compile: ReturnType<typeof compiler>) {
  return async (on: pg.Pool | pg.PoolClient, { statement, values }: Step): Promise<unknown[]> => {
    const { name, sql, encode, decode } = compile(statement);
    const { rows } = await on.query<unknown[]>({ name, text: sql, values: encode(values), rowMode: 'array', types });
    return rows.map(decode);
  };
}

/** Awaits each query on the connection that it was given. */
async function drive<R>(
  work: Work<R | RolledBack<R>>,
  execute: (step: Step) => Promise<unknown[]>,
  undoable: boolean,
): Promise<R> {
  let next = work.next();
  while (!next.done) {
    let result: unknown[];
    try {
      result = await execute(next.value);
    } catch (error) {
      next = work.throw(error);
      continue;
    }
    next = work.next(result);
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
