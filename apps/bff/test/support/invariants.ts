import { authenticators as kinds } from '../../src/authenticators/kinds.ts';
import { assuranceLevel } from '../../src/domain/assurance.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import type { AuthenticatorRow } from '../../src/store/authenticators.ts';
import { type Database, rows } from '../../src/store/database.ts';
import {
  accountsWithCodesLeft,
  accountsWithoutOneCode,
  accountsWithUnspentCode,
  listCheckedAuthenticatorsAfter,
} from '../../src/store/invariants.ts';
import type { RecoveryCodeRow } from '../../src/store/recovery-codes.ts';
import type { SecurityEventRow } from '../../src/store/security-events.ts';
import type { SessionRow } from '../../src/store/sessions.ts';
import { statement } from '../../src/store/statement.ts';

/** When no time step lies ahead. */
const LAST = new Date(8.64e15);

const none = () => ({});
const accounts = statement('every_account', none, (db, { account }) => db.select().from(account));
const authenticators = statement('every_authenticator', none, (db, t) => db.select().from(t.authenticator));
const recoveryCodes = statement('every_recovery_code', none, (db, t) => db.select().from(t.recoveryCode));
const sessions = statement('every_session', none, (db, { session }) => db.select().from(session));
const events = statement('every_event', none, (db, t) => db.select().from(t.securityEvent));
const enrolments = statement('every_enrolment', none, (db, { enrolment }) => db.select().from(enrolment));
const challenges = statement('every_challenge', none, (db, { challenge }) => db.select().from(challenge));
const attempts = statement('every_attempt', none, (db, { attempt }) => db.select().from(attempt));
const messages = statement('every_message', none, (db, { smsMessage }) => db.select().from(smsMessage));

/** Everything that the rules speak of, as it stands. */
export const readEverything = (database: Database) => database.single(everything);

/** The same as a part of a unit of work. */
export function* everything() {
  return {
    accounts: yield* rows(accounts, {}),
    authenticators: yield* rows(authenticators, {}),
    recoveryCodes: yield* rows(recoveryCodes, {}),
    sessions: yield* rows(sessions, {}),
    events: yield* rows(events, {}),
    enrolments: yield* rows(enrolments, {}),
    challenges: yield* rows(challenges, {}),
    attempts: yield* rows(attempts, {}),
    messages: yield* rows(messages, {}),
  };
}

interface OfAccount {
  readonly account: AccountRow;
  readonly authenticators: readonly AuthenticatorRow[];
  readonly recoveryCodes: readonly RecoveryCodeRow[];
  readonly sessions: readonly SessionRow[];
  readonly events: readonly SecurityEventRow[];
}

/** What an earlier check of the same database saw: the last step of each authenticator, and the spent recovery codes. */
interface Seen {
  readonly steps: Map<string, number>;
  readonly ended: Set<string>;
}
const seenOf = new WeakMap<Database, Seen>();

/**
 * What holds after anything whatsoever (DESIGN.md section 11, security.md R-TX-06). Called again on the same
 * database it also holds what it sees against what it saw: nothing that was spent may be unspent.
 * Throws one Error that names every breach.
 */
export async function checkInvariants(database: Database): Promise<void> {
  const everything = await readEverything(database);
  const seen = seenOf.get(database) ?? { steps: new Map(), ended: new Set() };
  seenOf.set(database, seen);
  const breaches = everything.accounts.flatMap((account) => {
    const own = <T extends { readonly accountId: string }>(list: readonly T[]) =>
      list.filter((one) => one.accountId === account.id);
    const of: OfAccount = {
      account,
      authenticators: own(everything.authenticators),
      recoveryCodes: own(everything.recoveryCodes),
      sessions: own(everything.sessions),
      events: own(everything.events),
    };
    const found = [...recoveryBreaches(of), ...sessionBreaches(of), ...spentBreaches(of, seen)];
    return found.map((breach) => `${account.login}: ${breach}`);
  });
  if (breaches.length > 0) throw new Error(`invariants broken:\n${breaches.join('\n')}`);
}

/**
 * The same for a world that ends, held against the rules of `pnpm db check` as well: they must see nothing where
 * nothing is wrong. Time steps ahead are left out, since tests set their clocks back.
 */
export async function checkEnded(database: Database): Promise<void> {
  await checkInvariants(database);
  const found = await database.single(function* () {
    return {
      'not one active recovery code': yield* accountsWithoutOneCode(),
      'a recovery code without two-factor': yield* accountsWithCodesLeft(),
      'a recovery code that is spent and active': yield* accountsWithUnspentCode(),
      'an authenticator that is not whole': (yield* listCheckedAuthenticatorsAfter({ after: '' }))
        .filter((one) => kinds.of(one.kind)?.broken?.(one, LAST) ?? !kinds.isKnown(one))
        .map(({ login }) => login),
    };
  });
  const breaches = Object.entries(found).flatMap(([breach, logins]) => logins.map((login) => `${login}: ${breach}`));
  if (breaches.length > 0) throw new Error(`the database check finds:\n${breaches.join('\n')}`);
}

function recoveryBreaches({ authenticators: bound, recoveryCodes: codes }: OfAccount): string[] {
  const breaches: string[] = [];
  const active = codes.filter((code) => code.state === 'active').length;
  if (bound.length > 0 && active !== 1) breaches.push(`two-factor is on with ${active} active recovery codes`);
  if (bound.length === 0 && codes.length > 0)
    breaches.push(`two-factor is off, and ${codes.length} recovery codes are left`);
  for (const { kind, most } of kinds.kinds)
    if (bound.filter((one) => one.kind === kind).length > most) breaches.push(`more than ${most} of the kind ${kind}`);
  return breaches;
}

function sessionBreaches({ account, authenticators: bound, sessions: live, events: told }: OfAccount): string[] {
  return live.flatMap((session) => {
    const breaches: string[] = [];
    const level = assuranceLevel(session.events);
    if (!session.events.some((event) => event.method === 'pwd')) breaches.push(`session ${session.id} has no password`);
    if (!told.some((event) => event.kind === 'signed-in' && event.sessionId === session.id))
      breaches.push(`session ${session.id} began without an event`);
    if (session.epoch !== account.securityEpoch)
      breaches.push(`session ${session.id} is of epoch ${session.epoch}, the account of ${account.securityEpoch}`);
    if (bound.length > 0 && level === 'aal1' && session.byRecovery !== 'pending')
      breaches.push(`session ${session.id} has the password alone beside a live authenticator`);
    return breaches;
  });
}

function spentBreaches({ authenticators: bound, recoveryCodes: codes }: OfAccount, seen: Seen): string[] {
  const breaches: string[] = [];
  for (const one of bound) {
    const before = seen.steps.get(one.id) ?? 0;
    if (one.lastStep < before) breaches.push(`the last time step of ${one.id} went from ${before} to ${one.lastStep}`);
    seen.steps.set(one.id, one.lastStep);
  }
  for (const code of codes) {
    if (code.state !== 'active') seen.ended.add(code.id);
    else if (seen.ended.has(code.id)) breaches.push(`recovery code ${code.id} came back`);
  }
  return breaches;
}
