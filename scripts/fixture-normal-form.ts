import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Tokens, hashes, sealed values and secrets: long, and no word of a language. */
const DRAWN = /[A-Za-z0-9_+/=-]{22,}/g;
/** `v1.<key>.<nonce>.<text>` */
const SEALED = /(v1\.\w+)\.[\w-]+\.[\w-]+/g;
const RECOVERY_CODE = /\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b/g;
const isDrawn = (text: string) => /[A-Z0-9]/.test(text);

/** Without what chance decides. Time is that of a clock that is moved by hand, and stays. */
const withoutChance = (text: string) =>
  text
    .replace(ID, '<id>')
    .replace(SEALED, '$1.<drawn>')
    .replace(RECOVERY_CODE, '<recovery code>')
    .replace(DRAWN, (drawn) => (isDrawn(drawn) ? '<drawn>' : drawn));

/** In what two folders of a fixture differ, one line each; ids and what was drawn apart. */
export function differences(kept: string, made: string): string[] {
  const pairs: readonly [string, (folder: string) => string[]][] = [
    ['SQLite', (folder) => sqliteLines(join(folder, 'console.sqlite'))],
    ['PostgreSQL', (folder) => textLines(join(folder, 'console.sql'))],
    ['people', (folder) => textLines(join(folder, 'people.json'))],
    ['key ring', (folder) => [readFileSync(join(folder, 'key-ring'), 'utf8')]],
    ['sealed values', (folder) => textLines(join(folder, 'sealed-values.json'))],
  ];
  return pairs.flatMap(([name, read]) => {
    const [before, after] = [read(kept).sort(), read(made).sort()];
    return [...missing(before, after, `${name} kept: `), ...missing(after, before, `${name} made: `)];
  });
}

/** What is in the first list and not, or not as often, in the second. */
function missing(from: readonly string[], others: readonly string[], prefix: string): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return from.flatMap((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0 ? [] : [prefix + line];
  });
}

const textLines = (path: string) => readFileSync(path, 'utf8').split('\n').map(withoutChance);

/** The schema, and a line for each row. */
function sqliteLines(path: string): string[] {
  const file = new DatabaseSync(path, { readOnly: true });
  const schema = file.prepare("select name, type, sql from sqlite_master where name not like 'sqlite_%'").all();
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => String(name));
  const rows = tables.flatMap((table) =>
    file
      .prepare(`select * from "${table}"`)
      .all()
      .map((row) => withoutChance(`${table} ${JSON.stringify(row)}`)),
  );
  file.close();
  return [...schema.map(({ sql }) => String(sql)), ...rows];
}
