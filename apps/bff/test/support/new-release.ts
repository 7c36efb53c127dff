import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MIGRATIONS = resolve(import.meta.dirname, '..', '..', 'migrations');
/** After every migration that there is. */
const LATER_MS = 1000;

interface Journal {
  readonly entries: readonly {
    readonly idx: number;
    readonly version: string;
    readonly when: number;
    readonly tag: string;
  }[];
}

/**
 * The migrations of a release after this one: the present ones and one more, of a kind that both releases live with.
 * @param statements in the dialect of the engine.
 * @returns what `MIGRATIONS_DIRECTORY` is to name.
 */
export function newRelease(folder: string, engine: 'sqlite' | 'postgres', statements: readonly string[]): string {
  const migrations = mkdtempSync(join(folder, 'release-'));
  cpSync(MIGRATIONS, migrations, { recursive: true });
  const journalFile = join(migrations, engine, 'meta', '_journal.json');
  // Written by drizzle-kit, which writes no other shape.
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as Journal;
  const last = journal.entries.at(-1);
  const tag = '9999_of_the_next_release';
  const entry = {
    idx: journal.entries.length,
    version: '7',
    when: (last?.when ?? 0) + LATER_MS,
    tag,
    breakpoints: true,
  };
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  writeFileSync(join(migrations, engine, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
  return migrations;
}
