import type { Deps, Keys } from '../../deps.ts';
import { assuranceLevel, type Factors } from '../../domain/assurance.ts';
import { readPasswordHash } from '../../domain/password-hash.ts';
import {
  accountsWithCodesLeft,
  accountsWithoutOneCode,
  accountsWithUnspentCode,
  type CheckedSession,
  type HashedRow,
  listCheckedAuthenticatorsAfter,
  listCheckedSessionsAfter,
  listHashesAfter,
} from '../../store/invariants.ts';
import { listKeyCanaries } from '../../store/key-canaries.ts';
import { pages } from '../../store/pages.ts';
import { RETIRED_HASH } from '../../store/recovery-codes.ts';
import { opensCanary } from '../keys/canary.ts';
import { openRow, sealedRows } from '../keys/sealed-rows.ts';

/** One question and what speaks against a good answer; empty: nothing does. */
export interface Finding {
  readonly check: string;
  readonly faults: readonly string[];
}

type Needs = Pick<Deps, 'authenticators' | 'database' | 'keys' | 'clock'>;

/**
 * What holds after anything whatsoever (docs/security.md): keys, sealed values, recovery codes, sessions. Reads only;
 * each rule is one statement or one page of rows, so that a server at work beside it raises no false alarm.
 */
export async function checkDatabase(deps: Needs): Promise<Finding[]> {
  return [
    { check: 'every key that the database names is in the ring and fits', faults: await canaryFaults(deps) },
    { check: 'every sealed secret and number opens', faults: await sealedFaults(deps) },
    {
      check: 'every password can be read, and names a key of the ring like every recovery code',
      faults: await hashFaults(deps),
    },
    {
      check: 'two-factor on: exactly one active recovery code',
      faults: await deps.database.single(accountsWithoutOneCode),
    },
    { check: 'two-factor off: no recovery code', faults: await deps.database.single(accountsWithCodesLeft) },
    { check: 'nothing spent is unspent', faults: await deps.database.single(accountsWithUnspentCode) },
    {
      check: 'authenticators are whole and of a known kind, and no time step lies ahead',
      faults: await authenticatorFaults(deps),
    },
    { check: 'every session has its proofs, its event and a present epoch', faults: await sessionFaults(deps) },
  ];
}

async function canaryFaults({ database, keys }: Needs): Promise<string[]> {
  const canaries = await database.single(() => listKeyCanaries({}));
  return canaries.flatMap(({ keyId, sealed }) => {
    if (!keys.ids.includes(keyId)) return [`key ${keyId} is not in the ring`];
    return opensCanary(keys, keyId, sealed) ? [] : [`key ${keyId} is another one than the database was written with`];
  });
}

async function sealedFaults(deps: Needs): Promise<string[]> {
  const faults: string[] = [];
  for await (const placing of sealedRows(deps)) {
    const { table, row } = placing;
    if (openRow(deps.keys, placing) === null) faults.push(`${table} ${row.id} of account ${row.accountId}`);
  }
  return faults;
}

async function hashFaults({ database, keys }: Needs): Promise<string[]> {
  const faults: string[] = [];
  for await (const page of pages(database, listHashesAfter))
    for (const row of page) faults.push(...hashFaultsOf(row, keys));
  return faults;
}

function hashFaultsOf({ login, passwordHash, recoveryHash }: HashedRow, { ids }: Pick<Keys, 'ids'>): string[] {
  const unknown = (hash: string, mark: string) => !ids.includes(hash.slice(0, Math.max(hash.indexOf(mark), 0)));
  const faults: string[] = [];
  if (passwordHash !== null && readPasswordHash(passwordHash) === null)
    faults.push(`${login}: the password's hash cannot be read, whoever types it`);
  else if (passwordHash !== null && unknown(passwordHash, '$')) faults.push(`${login}: the password`);
  if (recoveryHash !== null && recoveryHash !== RETIRED_HASH && unknown(recoveryHash, '.'))
    faults.push(`${login}: the recovery code`);
  return faults;
}

async function authenticatorFaults({ authenticators, database, clock }: Needs): Promise<string[]> {
  const faults: string[] = [];
  for await (const page of pages(database, listCheckedAuthenticatorsAfter))
    for (const one of page) {
      const kind = authenticators.of(one.kind);
      const fault = kind
        ? kind.broken?.(one, clock.now())
        : `authenticator ${one.id} is of the kind "${one.kind}", which this release does not know`;
      if (fault) faults.push(`${one.login}: ${fault}`);
    }
  return faults;
}

async function sessionFaults({ authenticators, database }: Needs): Promise<string[]> {
  const faults: string[] = [];
  for await (const page of pages(database, listCheckedSessionsAfter))
    for (const one of page)
      for (const fault of faultsOf(one, authenticators.factors))
        faults.push(`${one.login}: session ${one.id} ${fault}`);
  return faults;
}

function faultsOf(session: CheckedSession, factors: Factors): string[] {
  const faults: string[] = [];
  if (!session.events.some(({ method }) => method === 'pwd')) faults.push('has no password');
  if (!session.told) faults.push('began without an event');
  if (session.epoch > session.accountEpoch) faults.push('is of an epoch that has not come');
  const live = session.epoch === session.accountEpoch;
  const weak = assuranceLevel(session.events, factors) === 'aal1' && session.byRecovery !== 'pending';
  if (live && session.twoFactorOn && weak) faults.push('has the password alone beside an authenticator');
  return faults;
}
