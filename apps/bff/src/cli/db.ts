import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { newKey } from '../adapters/key-ring.ts';
import { complain, FAILED, loadEnvironment, MISUSED, runCommand, say, withAssembly } from './command.ts';

const HELP = `Usage: pnpm db <command>

  keys init <file>   makes a key ring with one new key, readable by its owner alone
  migrate            brings the database to the present schema
  reset              development only: deletes the local database and seeds it again

Exit codes: 0 done, 1 refused (the reason is printed), 2 called wrongly.`;

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  switch (command) {
    case 'keys':
      return rest[0] === 'init' ? initKeys(rest[1]) : misused();
    case 'migrate':
      return withAssembly(async ({ deps }) => {
        say(`The ${deps.database.engine} database is at the present schema.`);
        return 0;
      });
    case 'reset':
      return reset();
    case '--help':
    case '-h':
      say(HELP);
      return 0;
    default:
      return misused();
  }
}

function misused(): number {
  complain(HELP);
  return MISUSED;
}

function initKeys(path: string | undefined): number {
  if (path === undefined) return misused();
  if (existsSync(path)) {
    complain(`${path} exists: a key ring is never overwritten, since data sealed with it would be lost.`);
    return FAILED;
  }
  const key = newKey();
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  say(`Wrote ${path}. Keep a copy where the database's backups are not: neither opens without the other.`);
  return 0;
}

async function reset(): Promise<number> {
  loadEnvironment();
  if (process.env['NODE_ENV'] === 'production') {
    complain('reset deletes a database: it refuses to run in production.');
    return FAILED;
  }
  // Only in the sources: the bundle has no seeds.
  const { resetDevelopmentDatabase } = await import('../development/seed.ts');
  for (const line of await resetDevelopmentDatabase()) say(line);
  return 0;
}

runCommand(main());
