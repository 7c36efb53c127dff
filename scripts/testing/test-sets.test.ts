import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectsWith } from './test-sets.ts';

const root = resolve(import.meta.dirname, '..', '..');
const outside = /(^|\/)(node_modules|dist|mutation|\.data)(\/|$)/;

describe('the sets of tests', () => {
  it('hold each test file of the project exactly once', () => {
    const files = globSync('**/*.{test,spec}.{ts,tsx}', { cwd: root, exclude: (path) => outside.test(path) });
    expect(files.length).toBeGreaterThan(100);
    const astray = files.filter((file) => projectsWith(file).length !== 1);
    expect(astray, 'not in exactly one set: see scripts/testing/test-sets.ts').toEqual([]);
  });

  it.each([
    ['bench/steps.test.ts', []],
    ['apps/bff/test/sign-in/single-use.both-engines.test.ts', ['engines']],
    ['apps/bff/test/model/model-postgres.both-engines.test.ts', ['rest']],
    ['apps/bff/test/running/instances.processes.test.ts', ['rest']],
    ['apps/web/src/ui/button.test.tsx', ['quick']],
  ])('put %s into %j', (file, projects) => expect(projectsWith(file)).toEqual(projects));
});
