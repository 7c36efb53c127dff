import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { MIGRATIONS } from './migrations.ts';

let migrated: Buffer | undefined;

/** A database of its own in a file of its own: a copy of one that was migrated once in this worker. */
export async function openTestSqlite(): Promise<{ readonly database: Database; close(): Promise<void> }> {
  migrated ??= await migrateOnce();
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const path = join(folder, 'test.sqlite');
  writeFileSync(path, migrated);
  const database = open(path);
  return {
    database,
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function migrateOnce(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const path = join(folder, 'template.sqlite');
  await open(path).close();
  const content = readFileSync(path);
  rmSync(folder, { recursive: true });
  return content;
}

const open = (path: string) => openSqlite({ path, migrations: join(MIGRATIONS, 'sqlite'), as: 'serve' });
