import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { insertAuthenticator, NO_CREDENTIAL } from '../../src/store/authenticators.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { insertRecoveryCode } from '../../src/store/recovery-codes.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { newRelease } from '../support/new-release.ts';
import { createTestDatabase } from '../support/postgres.ts';

export type Engine = 'sqlite' | 'postgres';
type Row = Readonly<Record<string, unknown>>;

const T0 = new Date('2026-03-02T09:00:00Z');
/** What the guard is there for, the account before what hangs on it. */
const KEPT = ['account', 'authenticator', 'recovery_code'] as const;

/** Runs SQL as somebody does who has the database and not the product. */
export async function ask(url: string, sql: string): Promise<Row[]> {
  if (url.startsWith('sqlite:')) {
    const connection = new SqliteDatabase(url.slice('sqlite:'.length));
    try {
      const statement = connection.prepare<[], Row>(sql);
      if (statement.reader) return statement.all();
      statement.run();
      return [];
    } finally {
      connection.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What gives a table of SQLite another shape. */
export async function rebuilding(
  url: string,
  table: string,
  change: (create: string) => string,
  rowsThat = 'true',
): Promise<string[]> {
  const made = await ask(url, `select sql from sqlite_master where tbl_name = '${table}' and sql is not null`);
  const [create = '', ...indexes] = made.map(({ sql }) => String(sql));
  return [
    'PRAGMA foreign_keys=OFF;',
    change(create.replace(table, `__new_${table}`)),
    `INSERT INTO \`__new_${table}\` SELECT * FROM \`${table}\` WHERE ${rowsThat};`,
    `DROP TABLE \`${table}\`;`,
    `ALTER TABLE \`__new_${table}\` RENAME TO \`${table}\`;`,
    'PRAGMA foreign_keys=ON;',
    ...indexes,
  ];
}

/** A database with accounts that have an app and a recovery code, and releases that bring it a migration more. */
export class FilledDatabase {
  readonly engine: Engine;
  readonly url: string;
  readonly folder: string;

  private constructor(engine: Engine, url: string, folder: string) {
    this.engine = engine;
    this.url = url;
    this.folder = folder;
  }

  static async make(engine: Engine, accounts: number): Promise<FilledDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
    const url = engine === 'sqlite' ? `sqlite:${join(folder, 'console.sqlite')}` : await createTestDatabase();
    const made = new FilledDatabase(engine, url, folder);
    const database = await made.open();
    await database.unit(function* () {
      for (let number = 0; number < accounts; number += 1) {
        const [id, login] = [`a${number}`, `${number}@example.com`];
        yield* insertAccount({ id, login, name: login, language: 'en', passwordHash: null, now: T0 });
        const app = { kind: 'app', sealed: 's', phoneIndex: null, country: null, lastStep: 1 } as const;
        const unused = { addedAt: T0, lastUsedAt: null, disabledAt: null, ...NO_CREDENTIAL };
        yield* insertAuthenticator({ id: `t${number}`, accountId: id, ...app, ...unused });
        yield* insertRecoveryCode({ id: `r${number}`, accountId: id, hash: 'h', issuedBySession: null, issuedAt: T0 });
      }
    });
    await database.close();
    return made;
  }

  /** The migrations of this release and one more. */
  release(...statements: string[]): string {
    return newRelease(this.folder, this.engine, statements);
  }

  open(migrations = MIGRATIONS): Promise<OpenedDatabase> {
    return openDatabase({ url: this.url, migrations, as: 'serve', onIdleError: () => undefined });
  }

  /** Starts as that release and stops again. */
  async upgrade(migrations: string): Promise<void> {
    await (await this.open(migrations)).close();
  }

  /** Rows of what people need to stay protected. */
  async counts(): Promise<Record<(typeof KEPT)[number], number>> {
    const counted = await Promise.all(
      KEPT.map(async (table) => Number((await ask(this.url, `select count(*) as n from ${table}`))[0]?.['n'])),
    );
    const [account = 0, authenticator = 0, recovery_code = 0] = counted;
    return { account, authenticator, recovery_code };
  }

  /** What drizzle-kit writes for a table that gets a check: built anew, filled, the old one dropped, renamed. */
  rebuilt(table: string, check: string, rowsThat = 'true'): Promise<string[]> {
    const checked = (create: string) => create.replace(/\)\s*$/, `, CONSTRAINT "added" CHECK(${check}))`);
    return rebuilding(this.url, table, checked, rowsThat);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
