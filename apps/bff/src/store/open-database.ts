import { join } from 'node:path';
import type { Database } from './database.ts';
import { openPostgres, type PostgresDatabase } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';

export interface OpenDatabase {
  /** `sqlite:<path>` or `postgres://…`. */
  readonly url: string;
  /** The folder that holds `sqlite/` and `postgres/`. */
  readonly migrations: string;
  readonly as: 'serve' | 'command';
  readonly onIdleError: (code: string) => void;
}

export type OpenedDatabase = (Database & { readonly engine: 'sqlite' }) | PostgresDatabase;

/** Opens the database that `DATABASE_URL` names and brings it to the present schema. */
export async function openDatabase({ url, migrations, as, onIdleError }: OpenDatabase): Promise<OpenedDatabase> {
  if (/^postgres(ql)?:\/\//.test(url))
    return openPostgres({ url, migrations: join(migrations, 'postgres'), onIdleError });
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === undefined) throw new Error('DATABASE_URL must be sqlite:<path> or postgres://…');
  return openSqlite({ path, migrations: join(migrations, 'sqlite'), as });
}
