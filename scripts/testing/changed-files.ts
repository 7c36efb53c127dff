import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SOURCE = /\.tsx?$/;
const TEST = /\.test\.tsx?$/;
/** What tests are made of. */
const OF_TESTS = [
  '{apps,packages,faults,scripts}/**/*.test.{ts,tsx}',
  'apps/*/test/**/*.ts',
  'scripts/**/*.ts',
  'faults/**/*.ts',
];
const APART = /(^|\/)node_modules(\/|$)/;
/** Every world is made by the migrations, which nobody imports: whoever touches the schema reads them. */
const MIGRATION = /^apps\/bff\/migrations\//;
const SCHEMA = 'apps/bff/src/store/schema.ts';

/**
 * The files whose importers a change touches: the changed ones, and those of the tests that read one of them instead of
 * importing it, because they name it (a document, a fixture, a style sheet) or look at whole folders.
 */
export function touchedBy(root: string, changed: readonly string[]): string[] {
  // As it stands in a path; a source's name alone, since whoever imports it names its place as well.
  const read = changed.map((path) => (SOURCE.test(path) ? `'${basename(path)}'` : `${basename(path)}'`));
  const files = globSync(OF_TESTS, { cwd: root, exclude: (path) => APART.test(path) });
  const readers = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return read.some((name) => text.includes(name)) || (TEST.test(file) && /\b(glob|readdir)Sync\b/.test(text));
  });
  const schema = changed.some((path) => MIGRATION.test(path)) ? [SCHEMA] : [];
  return [...new Set([...changed, ...readers, ...schema])];
}
