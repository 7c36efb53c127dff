import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

test('D017: every form and button asks the server through the one hook', () => {
  const root = resolve(import.meta.dirname, '..');
  const asking = globSync('**/*.{ts,tsx}', { cwd: root, exclude: ['**/*.test.ts'] }).filter((file) =>
    /\buseMutation\(|\buseMutation</.test(readFileSync(resolve(root, file), 'utf8')),
  );
  expect(asking).toEqual(['api/use-ask.ts']);
});
