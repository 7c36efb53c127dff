import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JUDGES, PLAIN_PASSWORDS, REAL_PASSWORDS } from './judges.ts';

const root = resolve(import.meta.dirname, '..', '..');
const matches = (pattern: string) => globSync(pattern, { cwd: root }).length;

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`, so that one that is gone is not hidden by another that is there. */
function spelledOut(pattern: string): string[] {
  const [whole, inside] = /\{([^{}]*)\}/.exec(pattern) ?? [];
  if (whole === undefined || inside === undefined) return [pattern];
  return inside.split(',').flatMap((one) => spelledOut(pattern.replace(whole, one)));
}

describe('the mutation tests', () => {
  it.each(['domain', 'spending'])('%s: change files that are there', (name) => {
    const text = readFileSync(join(import.meta.dirname, `stryker.${name}.json`), 'utf8');
    const { mutate } = JSON.parse(text) as { readonly mutate: readonly string[] };
    const patterns = mutate.map((pattern) => pattern.replace(/^!/, '')).flatMap(spelledOut);
    expect(patterns.filter((pattern) => matches(pattern) === 0)).toEqual([]);
  });

  it('are judged by tests that are there', () => {
    expect(JUDGES.filter((pattern) => matches(pattern) === 0)).toEqual([]);
  });

  it('put something in the place of the password hasher that is there', () => {
    expect([REAL_PASSWORDS, PLAIN_PASSWORDS].map(matches)).toEqual([1, 1]);
  });
});
