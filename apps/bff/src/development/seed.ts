import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuthenticatorKind, Language } from '@wattsense/contract/vocabulary';
import { assemble } from '../assemble.ts';
import { totpSecret } from '../authenticators/app/totp.ts';
import { sealFor } from '../authenticators/sealed.ts';
import { migrationsDirectory } from '../cli/command.ts';
import type { Deps } from '../deps.ts';
import { recoveryCode } from '../domain/recovery-code.ts';
import { createAccount } from '../flows/operators/create-account.ts';
import { recoveryCodeHash } from '../flows/recovery-code/issue-recovery-code.ts';
import { advanceAttempts } from '../store/attempts.ts';
import { insertAuthenticator, NO_CREDENTIAL } from '../store/authenticators.ts';
import { holdSqliteFile } from '../store/open-sqlite.ts';
import { acknowledgeRecoveryCodeRow, insertRecoveryCode } from '../store/recovery-codes.ts';

/** Of every seeded account; for development alone, the seeds refuse to run in production. */
export const DEVELOPMENT_PASSWORD = 'quiet harbour window 27';

interface Seed {
  readonly login: string;
  readonly name: string;
  readonly language: Language;
  readonly state: string;
  readonly phone?: string;
  readonly app?: true;
  readonly unsaved?: true;
  readonly blocked?: true;
}

/** One account per state that a tester needs. */
const SEEDS: readonly Seed[] = [
  { login: 'alice@example.com', name: 'Alice Perrin', language: 'fr', state: 'no second factor' },
  { login: 'bruno@example.com', name: 'Bruno Keller', language: 'fr', state: 'app', app: true },
  { login: 'chloe@example.com', name: 'Chloé Lemaire', language: 'fr', state: 'SMS', phone: '+33639980031' },
  {
    login: 'dora@example.com',
    name: 'Dora Collins',
    language: 'en',
    state: 'app and SMS',
    app: true,
    phone: '+33639980042',
  },
  {
    login: 'emma@example.com',
    name: 'Emma Wright',
    language: 'en',
    state: 'app, recovery code not yet saved',
    app: true,
    unsaved: true,
  },
  {
    login: 'felix@example.com',
    name: 'Félix Garnier',
    language: 'fr',
    state: 'app, blocked for an hour in new browsers',
    app: true,
    blocked: true,
  },
];

/**
 * Deletes the local database and seeds it; returns what to print, which also lies in `accounts.txt` beside it. Throws
 * while a server holds the database.
 */
export async function resetDevelopmentDatabase(): Promise<string[]> {
  const path = /^sqlite:(.+)$/.exec(process.env['DATABASE_URL'] ?? '')?.[1];
  if (path === undefined) throw new Error('reset works on the local SQLite database only: run "pnpm dev" once first');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const release = holdSqliteFile(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
  release();
  const { deps, close } = await assemble({ LOG_LEVEL: 'warn', ...process.env }, 'serve', migrationsDirectory());
  try {
    const lines = [`Accounts (password of all: ${DEVELOPMENT_PASSWORD})`];
    for (const seed of SEEDS) lines.push(...(await plant(deps, seed)));
    writeFileSync(join(dirname(path), 'accounts.txt'), `${lines.join('\n')}\n`, { mode: 0o600 });
    return lines;
  } finally {
    await close();
  }
}

async function plant(deps: Deps, seed: Seed): Promise<string[]> {
  const created = await createAccount(deps, { ...seed, password: DEVELOPMENT_PASSWORD });
  if (created.kind !== 'created') throw new Error(`${seed.login} could not be seeded: ${created.kind}`);
  const lines = [`  ${seed.login.padEnd(18)} ${seed.state}`];
  const indented = (text: string) => lines.push(`  ${' '.repeat(18)} ${text}`);
  if (seed.app) {
    const secret = totpSecret(deps.random.bytes(20));
    await bind(deps, created.id, 'app', secret);
    indented(`key ${secret}`);
  }
  if (seed.phone !== undefined) {
    await bind(deps, created.id, 'phone', seed.phone);
    indented(`phone ${seed.phone}`);
  }
  if (seed.app || seed.phone !== undefined)
    indented(`recovery code ${await issue(deps, created.id, seed.unsaved !== true)}`);
  if (seed.blocked) await block(deps, created.id);
  return lines;
}

async function bind(deps: Deps, accountId: string, kind: AuthenticatorKind, secret: string): Promise<void> {
  const id = deps.random.id();
  const now = deps.clock.now();
  const row = {
    id,
    accountId,
    kind,
    sealed: sealFor(deps.keys, 'authenticator', { id, accountId }, secret),
    phoneIndex: kind === 'phone' ? deps.keys.mac('phone-index', secret) : null,
    country: kind === 'phone' ? 'FR' : null,
    lastStep: 0,
    addedAt: now,
    lastUsedAt: null,
    disabledAt: null,
    ...NO_CREDENTIAL,
  };
  await deps.database.single(() => insertAuthenticator(row));
}

async function issue(deps: Deps, accountId: string, saved: boolean): Promise<string> {
  const code = recoveryCode(deps.random.bytes(15));
  const hash = recoveryCodeHash(deps, code, deps.keys.primaryId) ?? '';
  const id = deps.random.id();
  const now = deps.clock.now();
  await deps.database.unit(function* () {
    yield* insertRecoveryCode({ id, accountId, hash, issuedBySession: null, issuedAt: now });
    return saved ? yield* acknowledgeRecoveryCodeRow({ accountId, id, now }) : true;
  });
  return code;
}

async function block(deps: Deps, accountId: string): Promise<void> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + 3600_000);
  const count = { accountId, bucket: 'stranger', failed: 12, until, now, run: deps.random.id() };
  await deps.database.single(() => advanceAttempts(undefined, `${accountId}/stranger`, count));
}
