import type { Deps } from '../../apps/bff/src/deps.ts';
import { insertAuthenticator, NO_CREDENTIAL } from '../../apps/bff/src/store/authenticators.ts';
import type { Work } from '../../apps/bff/src/store/database.ts';
import { insertAccount } from '../../apps/bff/src/store/logins.ts';
import { insertRecoveryCode } from '../../apps/bff/src/store/recovery-codes.ts';
import { insertSession } from '../../apps/bff/src/store/sessions.ts';
import { readRecoveryCode } from '../../packages/contract/src/typed-code.ts';
import {
  EXTRA_ACCOUNTS,
  loginOf,
  PASSWORD,
  phoneLoginOf,
  plainLoginOf,
  plainTokenOf,
  recoveryCodeOf,
  SECRET,
  tokenOf,
} from '../protocol.ts';

const AT_ONCE = 500;
const SESSION_MS = 12 * 3600_000;
const client = { browser: 'chrome', platform: 'linux', network: '127.0.0.0/24' } as const;
const nobody = { byRecovery: 'none', notice: null, client, browserId: null } as const;

/** French mobile numbers of a range that no network serves; the last four digits are the account. */
export const phoneOf = (account: number) => `+3363998${String(account).padStart(4, '0')}`;
export const accountOfPhone = (number: string) => Number(number.slice(-4));

/** Fills an empty database as the product would have: sealed, hashed and keyed by its own ports. */
export async function fill(deps: Deps, accounts: number): Promise<void> {
  const passwordHash = await deps.passwords.hash(PASSWORD);
  for (let first = 0; first < accounts; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, accounts - first) }, (_, index) => first + index);
    await deps.database.unit(function* () {
      for (const number of numbers) yield* protectedAccount(deps, number, passwordHash);
    });
  }
  await deps.database.unit(function* () {
    for (let number = 0; number < EXTRA_ACCOUNTS; number += 1) {
      yield* phoneAccount(deps, number, passwordHash);
      const row = { id: plainIdOf(number), login: plainLoginOf(number), name: 'Somebody', language: 'en' } as const;
      yield* insertAccount({ ...row, passwordHash, now: deps.clock.now() });
    }
  });
}

/** One account, one app, one recovery code and one session. */
function* protectedAccount(deps: Deps, number: number, passwordHash: string | null): Work<void> {
  const id = deps.random.id();
  const now = deps.clock.now();
  yield* insertAccount({ id, login: loginOf(number), name: 'Somebody', language: 'en', passwordHash, now });
  yield* insertAuthenticator(authenticator(deps, id, 'app', SECRET));
  yield* recoveryCode(deps, id, number);
  const events = [
    { method: 'pwd', at: now.getTime() },
    { method: 'otp', at: now.getTime() },
  ] as const;
  yield* insertSession({
    id: deps.random.id(),
    accountId: id,
    tokenHash: deps.tokens.hash(tokenOf(number)),
    epoch: 1,
    events,
    ...nobody,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  });
}

function* phoneAccount(deps: Deps, number: number, passwordHash: string | null): Work<void> {
  const id = phoneIdOf(number);
  yield* insertAccount({
    id,
    login: phoneLoginOf(number),
    name: 'Somebody',
    language: 'en',
    passwordHash,
    now: deps.clock.now(),
  });
  yield* insertAuthenticator(authenticator(deps, id, 'app', SECRET));
  yield* insertAuthenticator(authenticator(deps, id, 'phone', phoneOf(number)));
}

function recoveryCode(deps: Deps, accountId: string, number: number): Work<boolean> {
  const canonical = readRecoveryCode(recoveryCodeOf(number)).code ?? '';
  const hash = `${deps.keys.primaryId}.${deps.keys.mac('recovery-code', canonical) ?? ''}`;
  return insertRecoveryCode({
    id: deps.random.id(),
    accountId,
    hash,
    issuedBySession: null,
    issuedAt: deps.clock.now(),
  });
}

function authenticator(deps: Deps, accountId: string, kind: 'app' | 'phone', value: string) {
  const id = deps.random.id();
  const index = kind === 'phone' ? deps.keys.mac('phone-index', value) : null;
  return {
    id,
    accountId,
    kind,
    sealed: deps.keys.seal(value, { table: 'authenticator', column: 'sealed', accountId, rowId: id }),
    phoneIndex: index,
    country: kind === 'phone' ? 'FR' : null,
    lastStep: 0,
    addedAt: deps.clock.now(),
    lastUsedAt: null,
    disabledAt: null,
    ...NO_CREDENTIAL,
  };
}

const plainIdOf = (number: number) => `plain-${number}`;
const phoneIdOf = (number: number) => `phone-${number}`;

/** Signs the accounts without a second factor in, a moment ago, and gives those with a phone their recovery code again. */
export function* renew(deps: Deps): Work<void> {
  const now = deps.clock.now();
  for (let number = 0; number < EXTRA_ACCOUNTS; number += 1) {
    yield* recoveryCode(deps, phoneIdOf(number), number);
    yield* insertSession({
      id: deps.random.id(),
      accountId: plainIdOf(number),
      tokenHash: deps.tokens.hash(plainTokenOf(number)),
      epoch: 1,
      events: [{ method: 'pwd', at: now.getTime() }],
      ...nobody,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_MS),
    });
  }
}
