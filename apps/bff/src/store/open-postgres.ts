import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { Unavailable } from '../unavailable.ts';
import { concluded, type Database, type RolledBack, type Step, Undo, type Work } from './database.ts';
import { postgresTables } from './schema-postgres.ts';

/** Any fixed number: migrations of several instances wait for each other behind it. */
const MIGRATION_LOCK = 7_242_026;

export interface OpenPostgres {
  readonly url: string;
  readonly migrations: string;
  readonly poolSize?: number;
  /** Told of errors of idle connections; without a listener one of them would end the process. */
  readonly onIdleError: (code: string) => void;
}

export interface PostgresDatabase extends Database {
  readonly engine: 'postgres';
  /** The database's own time, for the clock that all instances share. */
  now(): Promise<Date>;
}

/** Opens a pool on the writer and migrates behind an advisory lock. */
export async function openPostgres({
  url,
  migrations,
  poolSize,
  onIdleError,
}: OpenPostgres): Promise<PostgresDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize ?? 10,
    connectionTimeoutMillis: 3000,
    statement_timeout: 3000,
    lock_timeout: 1000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    options: '-c timezone=UTC',
  });
  pool.on('error', (error: Error & { code?: string }) => onIdleError(error.code ?? error.name));
  // The query under way fails by itself; what a connection in use tells besides would be an uncaught error.
  pool.on('connect', (client) => client.on('error', () => undefined));
  await migrateBehindLock(url, migrations);
  const orm = drizzle(pool);
  return {
    engine: 'postgres',
    unit: async (body) => {
      try {
        return await withClient(pool, (client) => drizzle(client).transaction((tx) => drive(body(), tx, true)));
      } catch (error) {
        if (error instanceof Undo) return error.outcome as never;
        throw translated(error);
      }
    },
    single: async (body) => {
      try {
        return await drive(body(), orm, false);
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

/** Drizzle's own transaction on a pool keeps a connection for good that ends before "begin" is answered. */
async function withClient<R>(pool: pg.Pool, act: (client: pg.PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  try {
    return await act(client);
  } finally {
    client.release();
  }
}

/**
 * Awaits each query on the handle it was given. Statements are named, so PostgreSQL plans them once a
 * connection; they are built per transaction, since one prepared on the pool would use another connection.
 */
async function drive<R>(
  work: Work<R | RolledBack<R>>,
  on: Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete'>,
  undoable: boolean,
): Promise<R> {
  const execute = ({ statement, values }: Step) =>
    statement
      .build(on, postgresTables)
      .prepare(statement.name)
      .execute({ ...values });
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

/** On a connection of its own, without the short timeouts of the pool: a migration may take its time. */
async function migrateBehindLock(url: string, migrations: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
  });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: migrations });
  } finally {
    await client.end();
  }
}

const MOMENTARY = /^(08|53|57|55P03|40001|40P01|25006)|^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/;

/** Lost connections, lock waits and shutdowns are moments, not verdicts: they become 503. */
function translated(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const lost = /terminated|timeout exceeded|Connection ended|not queryable/i.test(cause.message);
  return MOMENTARY.test(code) || lost ? new Unavailable(code || 'connection lost') : error;
}
