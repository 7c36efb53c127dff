import { expect, test } from 'vitest';
import { asCalledHere } from './built.ts';

test('D061: where it is deployed a sentence names the command that is there', () => {
  const line = 'bring it back with "pnpm db restore <file>", or "pnpm account create"';
  expect(asCalledHere(line, true)).toBe(
    'bring it back with "node db.mjs restore <file>", or "node account.mjs create"',
  );
  expect(asCalledHere(line, false)).toBe(line);
  expect(asCalledHere('pnpm dbx', true)).toBe('pnpm dbx');
});
