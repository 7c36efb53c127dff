import { openSealed } from '../../authenticators/sealed.ts';
import type { Deps } from '../../deps.ts';
import { isTwoFactorOn } from '../../domain/assurance.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { type AuthenticatorRow, listAuthenticators } from '../../store/authenticators.ts';
import { findAccountByLogin } from '../../store/logins.ts';
import { countBrowsers, listAttempts } from '../../store/operator-accounts.ts';
import { findActiveRecoveryCode, RETIRED_HASH } from '../../store/recovery-codes.ts';
import { listRecentEvents } from '../../store/security-events.ts';
import { listSessions } from '../../store/sessions.ts';

type Needs = Pick<Deps, 'authenticators' | 'config' | 'database' | 'clock' | 'keys'>;

/** The account of a login in whatever spelling. */
export function findByLogin(deps: Pick<Deps, 'database'>, login: string): Promise<AccountRow | undefined> {
  return deps.database.single(() => findAccountByLogin(login));
}

/** What an operator may know about an account: no secret, no code, no whole number. */
export type AccountDescription = NonNullable<Awaited<ReturnType<typeof describeAccount>>>;

export async function describeAccount(deps: Needs, login: string) {
  const account = await findByLogin(deps, login);
  if (account === undefined) return undefined;
  const now = deps.clock.now();
  const idleSince = new Date(now.getTime() - deps.config.SESSION_IDLE_SECONDS * 1000);
  const found = await deps.database.single(function* () {
    return {
      authenticators: yield* listAuthenticators({ accountId: account.id }),
      recovery: yield* findActiveRecoveryCode({ accountId: account.id }),
      attempts: yield* listAttempts({ accountId: account.id }),
      knownBrowsers: yield* countBrowsers(account.id),
      sessions: yield* listSessions(account.id, now, idleSince),
      events: yield* listRecentEvents({ accountId: account.id }),
    };
  });
  const { id, name, language, active, createdAt, lastSignInAt, passwordChangedAt, passwordHash } = account;
  const { recovery } = found;
  return {
    ...{ id, login: account.login, name, language, active, createdAt, lastSignInAt, passwordChangedAt },
    /** False: the person has yet to use a one-time link. */
    hasPassword: passwordHash !== null,
    twoFactorOn: isTwoFactorOn(found.authenticators),
    authenticators: found.authenticators.map((one) => describeAuthenticator(deps, one)),
    /** Not usable: taken back when a backup was restored. */
    recoveryCode: recovery
      ? { issuedAt: recovery.issuedAt, savedAt: recovery.savedAt, usable: recovery.hash !== RETIRED_HASH }
      : null,
    /** In a row, by whom they are counted for. */
    failures: found.attempts.map(({ bucket, failed, blockedUntil }) => ({
      bucket,
      failed,
      blockedUntil: blockedUntil > now ? blockedUntil : null,
    })),
    knownBrowsers: found.knownBrowsers,
    sessions: found.sessions,
    /** The last ones, the newest first. */
    events: found.events.map(({ accountId: _, ...event }) => event),
  };
}

/** `phone`: country and last two digits, of a phone alone. `opens`: whether a key of the ring opens it. */
function describeAuthenticator({ keys, authenticators }: Needs, one: AuthenticatorRow) {
  const secret = openSealed(keys, 'authenticator', one);
  const { id, kind, addedAt, lastUsedAt, disabledAt } = one;
  const phone = authenticators.of(kind)?.describeToOperators?.(one, secret) ?? null;
  return { id, kind, addedAt, lastUsedAt, disabledAt, phone, opens: secret !== null };
}
