import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../../src/adapters/key-ring.ts';
import { assemble } from '../../src/assemble.ts';
import { createAccount } from '../../src/flows/operators/create-account.ts';
import { ORIGIN, PASSWORD } from './fixed-values.ts';
import { MIGRATIONS } from './migrations.ts';

type Environment = Readonly<Record<string, string>>;

/** A folder with a key ring and a place for a database, and what a server is told of it. */
export interface ConsoleFiles {
  readonly folder: string;
  readonly environment: Environment;
  remove(): void;
}

/** The cheapest hash that is allowed, unless told otherwise. */
export function consoleFiles(more: Environment = {}): ConsoleFiles {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const keyRing = join(folder, 'keys');
  writeFileSync(keyRing, `${newKey()}\n`, { mode: 0o600 });
  return {
    folder,
    environment: {
      NODE_ENV: 'test',
      PUBLIC_ORIGIN: ORIGIN,
      DATABASE_URL: `sqlite:${join(folder, 'console.sqlite')}`,
      KEY_RING_FILE: keyRing,
      TRUSTED_PROXIES: '127.0.0.1',
      PASSWORD_MEMORY_MIB: '19',
      PASSWORD_PASSES: '2',
      PASSWORD_LANES: '1',
      ...more,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Makes accounts as an operator does, beside a running server or before it starts. */
export async function addAccounts(environment: Environment, logins: readonly string[]): Promise<void> {
  const { deps, close } = await assemble({ LOG_LEVEL: 'error', ...environment }, 'command', MIGRATIONS);
  for (const login of logins) {
    const made = await createAccount(deps, { login, name: 'Alex Martin', language: 'en', password: PASSWORD });
    if (made.kind !== 'created') throw new Error(`no account: ${made.kind}`);
  }
  await close();
}
