import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { expect, test } from '@playwright/test';

const dist = resolve(import.meta.dirname, '..', '..', 'dist');

/** Every file that `pnpm build` made, but for the packages beside it. */
const everyFile = () =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.split(sep).includes('node_modules'))
    .filter((path) => statSync(join(dist, path)).isFile());
const having = (what: string | RegExp, under = '') =>
  everyFile()
    .filter((path) => path.startsWith(under) && !/\.(br|gz|woff2|png|ico)$/.test(path))
    .filter((path) => readFileSync(join(dist, path), 'utf8').search(what) !== -1);

test('T-106: what is deployed has no source map, no settings, no database and no history in it', () => {
  const files = everyFile();
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((path) => /\.map$|\.env|\.git|\.sqlite|\.db$|\.pem$|\.key$|\.tsx?$/.test(path))).toEqual([]);
  expect(having(/sourceMappingURL=/)).toEqual([]);
  expect(having(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]/)).toEqual([]);
});

test('R-SUP-04: what is deployed has neither the seeds nor the phone of development in it', () => {
  expect(having(/quiet harbour window 27/)).toEqual([]);
  expect(having(/SMS_SANDBOX_|sms-sandbox\/src/)).toEqual([]);
  expect(
    having(/@vite\/client|react-refresh|__REACT_DEVTOOLS_GLOBAL_HOOK__\.inject\(\{[^}]*development/, 'web'),
  ).toEqual([]);
});

test('what browsers get knows no path, key or setting of the server', () => {
  expect(having(/KEY_RING|DATABASE_URL|VONAGE_|argon2|better-sqlite3|node:crypto/, 'web')).toEqual([]);
  expect(having(/file:\/\//, 'web')).toEqual([]);
  expect(having(resolve(dist, '..'))).toEqual([]);
});
