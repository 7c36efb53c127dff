import { join } from 'node:path';
import type { Timers } from '../deps.ts';
import type { Database } from './database.ts';
import { urlOf } from './database-url.ts';
import { openPostgres, type PostgresDatabase } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';

export interface OpenDatabase {
  /** `sqlite:<path>` or `postgres://…`. */
  readonly url: string;
  /** The folder that holds `sqlite/` and `postgres/`. */
  readonly migrations: string;
  readonly as: 'serve' | 'command';
  /** Refuses to make a SQLite file that is missing: it may be lost, or on a disk that is not mounted. */
  readonly mustExist?: boolean | undefined;
  readonly onIdleError: (code: string) => void;
  /** The process's own where none are given. */
  readonly timers?: Timers | undefined;
}

export type OpenedDatabase = (Database & { readonly engine: 'sqlite' }) | PostgresDatabase;

/** Opens the database that `DATABASE_URL` names and brings it to the present schema. */
export async function openDatabase({
  url,
  migrations,
  as,
  mustExist,
  onIdleError,
  timers,
}: OpenDatabase): Promise<OpenedDatabase> {
  const parsed = urlOf(url);
  return parsed.engine === 'postgres'
    ? openPostgres({ url: parsed.url, migrations: join(migrations, 'postgres'), onIdleError, timers })
    : openSqlite({ path: parsed.path, migrations: join(migrations, 'sqlite'), as, mustExist, timers });
}

/** Why it could not be opened, in one line. A host of several addresses fails with several errors and no message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error && error.message !== '' ? error.message.replace(/\s+/g, ' ') : 'cannot be opened';
}
