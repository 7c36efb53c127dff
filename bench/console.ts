import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ORIGIN } from './protocol.ts';

const root = join(import.meta.dirname, '..');
export const MIGRATIONS = join(root, 'apps', 'bff', 'migrations');
export const DIST = join(root, 'dist');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
/** What `pnpm start` gives to node: its options, then the file. */
export const START = scripts.start
  .split(' ')
  .slice(1)
  .map((word) => word.replace(/^dist\//, `${DIST}/`));

/** Loads what the console itself depends on: the same copy, and nothing more to install here. */
export const consoleRequire = createRequire(join(root, 'apps', 'bff', 'package.json'));

/** Caps over accounts are not what is measured; the rules behind them run all the same. */
const WIDE = Object.fromEntries(
  [
    'CLIENT_PER_HOUR',
    'PREFIX_PER_HOUR',
    'COUNTRY_PER_DAY',
    'OVERALL_PER_HOUR',
    'OVERALL_PER_DAY',
    'CONVERSION_SENDS',
    'CLIENT_WAITING',
    'PREFIX_WAITING',
    'OVERALL_WAITING',
  ].map((name) => [`SMS_${name}`, '1000000']),
);

/** The environment of a measured console: production, with the least password hash that is allowed. */
export const variables = (url: string, keyRing: string): Record<string, string> => ({
  NODE_ENV: 'production',
  PUBLIC_ORIGIN: ORIGIN,
  KEY_RING: keyRing,
  DATABASE_URL: url,
  LOG_LEVEL: 'warn',
  TRUSTED_PROXIES: '127.0.0.1',
  PASSWORD_MEMORY_MIB: '19',
  PASSWORD_PASSES: '2',
  PASSWORD_LANES: '1',
  METRICS_PORT: '0',
  ...WIDE,
});
