import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { touchedBy } from './changed-files.ts';
import { stagesTouched } from './stages.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** The stages by name, with the files or folders that they are about. */
const chosen = (...changed: string[]) =>
  stagesTouched(root, changed, 'HEAD').map(({ name, args }) =>
    name.startsWith('browser') ? `${name} ${args.slice(2).join(' ')}`.trim() : name,
  );

describe('what a change runs', () => {
  it.each([
    ['docs/security.md', 'apps/bff/test/limits/limits-document.test.ts'],
    ['apps/web/src/ui/tokens.css', 'apps/web/src/ui/tokens.test.ts'],
    ['apps/bff/test/fixtures/0.1.0/sealed-values.json', 'apps/bff/test/upgrade/sealed-values.test.ts'],
    ['apps/bff/migrations/sqlite/0001_next.sql', 'apps/bff/src/store/schema.ts'],
    ['apps/web/src/ui/data.tsx', 'apps/web/src/ui/data.test.ts'],
    ['apps/bff/src/flows/step-up/new-flow.ts', 'apps/bff/test/documents/sources.test.ts'],
    ['SECURITY.md', 'apps/bff/test/running/config-versions.test.ts'],
    ['e2e/support/test.ts', 'scripts/what-developers-are-told.test.ts'],
  ])('of %s: %s too, which reads it or all that are like it', (path, reader) => {
    expect(touchedBy(root, [path])).toEqual(expect.arrayContaining([path, reader]));
  });

  it.each([
    [['docs/security.md'], []],
    [['apps/bff/src/flows/step-up/step-up.ts'], ['build', 'browser e2e/smoke']],
    [['apps/bff/src/store/accounts.ts'], ['build', 'browser e2e/smoke']],
    [['apps/bff/src/adapters/fair-queue.test.ts'], []],
    [['apps/web/src/ui/field.tsx'], ['build', 'browser']],
    [['apps/web/index.html'], ['build', 'browser']],
    [['apps/web/src/ui/tokens.test.ts'], []],
    [['packages/contract/src/problem.ts'], ['build', 'browser']],
    [['scripts/build-web.ts'], ['build', 'browser e2e/smoke']],
    [['scripts/closures.ts'], []],
    [['e2e/flows/sign-in.e2e.ts'], ['build', 'browser, changed --only-changed=HEAD']],
    [
      ['apps/bff/src/app.ts', 'e2e/support/tab.ts'],
      ['build', 'browser e2e/smoke', 'browser, changed --only-changed=HEAD'],
    ],
    [
      ['e2e/screens/home.phone.txt'],
      ['build', 'browser, changed --only-changed=HEAD', 'browser, screens flows/every-screen'],
    ],
  ])('of %j, beside the checks and the tests of the server: %j', (paths, browser) => {
    expect(chosen(...paths)).toEqual(['checks', 'server', ...browser]);
  });
});
