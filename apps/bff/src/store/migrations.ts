import { readMigrationFiles } from 'drizzle-orm/migrator';

/** One step of the schema, as drizzle-kit wrote it down. */
export interface Migration {
  /** Of its text: by this a database knows what was applied to it. */
  readonly hash: string;
  readonly folderMillis: number;
  readonly statements: readonly string[];
  /** Tables that it says will have fewer rows, or none: `-- shrinks: browser, receipt` in its text. */
  readonly shrinks: ReadonlySet<string>;
  /** Tables that it says will have more rows: `-- grows: sms_message`. */
  readonly grows: ReadonlySet<string>;
}

/** How many rows each table has. */
export type Counts = ReadonlyMap<string, number>;

/** Reads one engine's folder, the oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readMigrationFiles({ migrationsFolder: folder }).map(({ hash, folderMillis, sql }) => ({
    hash,
    folderMillis,
    statements: sql,
    shrinks: namedBy('shrinks', sql),
    grows: namedBy('grows', sql),
  }));
}

function namedBy(word: string, statements: readonly string[]): ReadonlySet<string> {
  const lines = statements.join('\n').matchAll(new RegExp(`^-- ${word}: (.+)$`, 'gm'));
  return new Set([...lines].flatMap(([, names = '']) => names.split(',').map((name) => name.trim())));
}

/**
 * What is left to apply, or null where the database holds what this release does not know: it is of a newer one, or of
 * another product.
 * @param applied hashes in the order in which they were applied.
 */
export function pendingOf(migrations: readonly Migration[], applied: readonly string[]): readonly Migration[] | null {
  return applied.some((hash, at) => migrations[at]?.hash !== hash) ? null : migrations.slice(applied.length);
}

/** What a newer release means by its tables, this one cannot know. */
export const notOfThisRelease = () =>
  new Error('the database is not of this release: use the release that it was last started with, or a newer one');

/** Why a migration was undone. Nothing of it, nor of those that ran with it, is in the database. */
export class MigrationUndone extends Error {
  constructor(reason: string) {
    super(`the migration to this release was undone, and nothing was changed: ${reason}`);
    this.name = 'MigrationUndone';
  }
}

/** Throws where a table that was there has lost or gained rows without the migration's word. */
export function refuseOtherCounts({ shrinks, grows }: Migration, before: Counts, after: Counts): void {
  for (const [table, was] of before) {
    const is = after.get(table) ?? 0;
    if ((is < was && !shrinks.has(table)) || (is > was && !grows.has(table)))
      throw new MigrationUndone(`${table} had ${was} rows and would have ${after.has(table) ? is : 'none'}`);
  }
}
