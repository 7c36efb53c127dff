import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

test('D020: what is data and not language goes through one component', () => {
  const root = resolve(import.meta.dirname, '..');
  const isolating = globSync('**/*.tsx', { cwd: root }).filter((file) =>
    readFileSync(resolve(root, file), 'utf8').includes('<bdi'),
  );
  expect(isolating).toEqual(['ui/data.tsx']);
});
