import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs');

/** How many rows the yardstick has in each group; they are numbered from 1 without a gap. */
const GROUPS: Readonly<Record<string, number>> = {
  T: 107,
  'R-PW': 19,
  'R-MF': 18,
  'R-SM': 13,
  'R-RC': 11,
  'R-LC': 11,
  'R-SE': 17,
  'R-BR': 14,
  'R-AP': 13,
  'R-AZ': 6,
  'R-CR': 12,
  'R-SUP': 4,
  'R-CF': 8,
  'R-DP': 7,
  'R-TX': 6,
  'R-LG': 12,
  'R-RL': 10,
};
const ALL = Object.entries(GROUPS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, n) => `${group}-${String(n + 1).padStart(group === 'T' ? 3 : 2, '0')}`),
);

interface Row {
  readonly ids: readonly string[];
  readonly verdict: string;
  readonly shown: string;
}

/** The rows of all tables, without their heads. */
const ROWS: readonly Row[] = readFileSync(join(docs, 'scorecard.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [TR]-/.test(line))
  .map((line) => {
    const [, ids = '', verdict = '', ...shown] = line.split('|').map((cell) => cell.trim());
    return { ids: ids.split(', '), verdict, shown: shown.join('|') };
  });

interface Named {
  readonly path: string;
  /** Parts of titles; none: the titles begin with the row. */
  readonly parts: readonly string[];
}

/** The tests that a cell names: links to files, each with parts of its titles in quotation marks. */
function namedIn(cell: string): Named[] {
  return [...cell.matchAll(/\]\(\.\.\/([^)]+\.(?:test|e2e)\.ts)\)((?:,? “[^”]+”)*)/g)].map(
    ([, path = '', parts = '']) => ({
      path,
      parts: [...parts.matchAll(/“([^”]+)”/g)].map(([, part = '']) => part),
    }),
  );
}

const sources = new Map<string, string>();
/** Empty where there is no such file. */
function sourceOf(path: string): string {
  const file = join(docs, '..', path);
  const text = sources.get(path) ?? (existsSync(file) ? readFileSync(file, 'utf8') : '');
  sources.set(path, text);
  return text;
}

describe('the scorecard', () => {
  it('has every row of the yardstick, once', () => {
    expect(ALL).toHaveLength(288);
    expect(ROWS.flatMap(({ ids }) => ids).toSorted()).toEqual(ALL.toSorted());
  });

  it('says of each whether it is met, with a test that shows it or a reason', () => {
    const odd = ROWS.filter(({ verdict, shown }) => {
      if (verdict === 'met') return namedIn(shown).length === 0;
      return !['not met', 'not applicable'].includes(verdict) || shown.length < 30;
    });
    expect(odd).toEqual([]);
  });

  it('names tests that there are', () => {
    const gone = ROWS.flatMap(({ ids, shown }) =>
      namedIn(shown).flatMap(({ path, parts }) => {
        const source = sourceOf(path);
        const missing = parts.filter((part) => !source.includes(part)).map((part) => `${ids}: ${path}: ${part}`);
        return parts.length > 0 || ids.some((id) => source.includes(id)) ? missing : [`${ids}: ${path}`];
      }),
    );
    expect(gone).toEqual([]);
  });

  it('finds each published vulnerability by its number in a file that it names', () => {
    const unnamed = ROWS.filter(({ ids }) => ids[0]?.startsWith('T-')).flatMap(({ ids, shown }) =>
      ids.filter((id) => !namedIn(shown).some(({ path }) => sourceOf(path).includes(id))),
    );
    expect(unnamed).toEqual([]);
  });

  it('finds each entry of the casebook in the name of a test', () => {
    const root = join(docs, '..');
    const files = globSync(['apps/*/{src,test}/**/*.test.ts', 'e2e/flows/*.e2e.ts'], { cwd: root });
    const all = files.filter((path) => !path.endsWith('scorecard.test.ts')).map((path) => sourceOf(path));
    const entries = Array.from({ length: 103 }, (_, n) => `C${String(n + 1).padStart(3, '0')}`);
    const unnamed = entries.filter((entry) => !all.some((source) => source.includes(entry)));
    expect(unnamed).toEqual([]);
  });

  it('counts its own verdicts rightly', () => {
    const demands = ROWS.filter(({ ids }) => ids[0]?.startsWith('R-'));
    const count = (verdict: string) => demands.filter((row) => row.verdict === verdict).length;
    expect(readFileSync(join(docs, 'scorecard.md'), 'utf8')).toContain(
      `Of the ${demands.length} demands ${count('met')} are met, ${count('not met')} are not and ${count('not applicable')} don't apply`,
    );
  });
});
