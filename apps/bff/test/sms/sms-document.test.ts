import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { ORIGIN } from '../support/fixed-values.ts';

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs');
const text = readFileSync(join(docs, 'sms.md'), 'utf8');

/** The cells of every row of a table whose first cell reads so. */
const rows = (first: RegExp) =>
  text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, cell = '']) => first.test(cell))
    .map(([, ...cells]) => cells);

describe('what the documentation says of text messages', () => {
  it('gives every figure of cost with the value that it has by default', () => {
    const read = readConfig({ PUBLIC_ORIGIN: ORIGIN });
    if (read.kind === 'refused') throw new Error(read.lines.join('\n'));
    const figures = Object.entries(read.config).filter(([name, value]) => /^SMS_/.test(name) && Number.isFinite(value));
    const documented = rows(/^`SMS_/).map(([name, value]) => [name?.replaceAll('`', ''), Number(value)]);
    expect(documented.toSorted()).toEqual(figures.toSorted());
  });

  it('names a test that there is for each scenario of the reference, but for one that no test can show', () => {
    const scenarios = rows(/^\d+$/);
    expect(scenarios.map(([number]) => Number(number))).toEqual(Array.from({ length: 47 }, (_, index) => index + 1));
    const missing = scenarios.flatMap(([number, , shown = '']) =>
      number === '46' ? [] : missingTests(shown).map((test) => `${number}: ${test}`),
    );
    expect(missing).toEqual([]);
  });
});

/** What a cell names and the files lack: links to files, each with parts of its titles in quotation marks. */
function missingTests(cell: string): string[] {
  const links = [...cell.matchAll(/\]\(([^)]+)\)((?:,? “[^”]+”)+)/g)];
  if (links.length === 0) return ['no test is named'];
  return links.flatMap(([, path = '', titles = '']) => {
    const file = join(docs, path);
    const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title).filter((title) => !source.includes(title));
  });
}
