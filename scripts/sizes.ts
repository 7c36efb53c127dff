import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 250;
const SOURCES = ['apps/**/*.{ts,tsx,css,js}', 'packages/**/*.ts', 'e2e/**/*.ts', 'faults/**/*.ts', 'scripts/**/*.ts'];
const APART = /(^|\/)(node_modules|dist|migrations)\//;

/** Files above the limit that `docs/contributing.md` gives, one line each. */
export function oversized(root: string): string[] {
  return globSync(SOURCES, { cwd: root, exclude: (path) => APART.test(`${path}/`) })
    .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > LIMIT)
    .map(({ path, lines }) => `${path} has ${lines} lines: the limit is ${LIMIT}`);
}
