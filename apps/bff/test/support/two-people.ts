import { isDeepStrictEqual } from 'node:util';
import { putPasswordLink } from '../../src/store/accounts.ts';
import { advanceAttempts } from '../../src/store/attempts.ts';
import { type AuthenticatorRow, insertAuthenticator, NO_CREDENTIAL } from '../../src/store/authenticators.ts';
import { type ChallengeRow, insertChallenge } from '../../src/store/challenges.ts';
import { type Database, RolledBack, rows, type Work } from '../../src/store/database.ts';
import { type EnrolmentRow, insertEnrolment } from '../../src/store/enrolments.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { insertRecoveryCode, replaceRecoveryCodeRow } from '../../src/store/recovery-codes.ts';
import { insertSession, type SessionRow } from '../../src/store/sessions.ts';
import { statement } from '../../src/store/statement.ts';
import { advanceThrottle } from '../../src/store/throttles.ts';
import { everything } from './invariants.ts';

/** Where the clock of a world begins. */
const T0 = new Date('2026-03-02T09:00:00.000Z');
export const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);

/** Stores two accounts, `m` and `o`, that have the same of everything: no condition but a name tells them apart. */
export function* twoPeople(): Work<void> {
  for (const accountId of ['m', 'o']) {
    yield* insertAccount({ id: accountId, login: accountId, name: 'Alex', language: 'en', passwordHash: '', now: T0 });
    for (const row of ['s', 't'].map((name) => session(accountId, `${accountId}-${name}`))) yield* insertSession(row);
    for (const kind of ['app', 'phone'] as const) yield* insertAuthenticator(authenticator(accountId, kind));
    for (const row of challenges(accountId)) yield* insertChallenge(row);
    for (const row of enrolments(accountId)) yield* insertEnrolment(row);
    yield* insertRecoveryCode(recoveryCode(accountId, 'old-code'));
    yield* replaceRecoveryCodeRow({ accountId, id: `${accountId}-old-code` });
    yield* insertRecoveryCode(recoveryCode(accountId, 'code'));
    for (const bucket of ['stranger', 'step-up'])
      yield* advanceAttempts(undefined, `${accountId}/${bucket}`, {
        accountId,
        bucket,
        failed: 2,
        until: at(9),
        now: T0,
        run: `${accountId}-run`,
      });
    const run = { run: `${accountId}-run`, beganAt: T0, keptUntil: at(99) };
    yield* advanceThrottle(undefined, { key: `${accountId}-key`, failed: 2, until: at(9), now: T0, ...run });
    const id = `${accountId}-link`;
    yield* putPasswordLink({ id, accountId, tokenHash: `hash of ${id}`, createdAt: T0, expiresAt: at(600) });
  }
}

const none = () => ({});
const throttles = statement('every_throttle', none, (db, { throttle }) => db.select().from(throttle));
export const passwordLinks = statement('every_password_link', none, (db, { passwordLink }) =>
  db.select().from(passwordLink),
);

/** Every row there is by what identifies it. */
function* rowsById(): Work<Rows> {
  const tables = [...Object.values(yield* everything()), yield* rows(passwordLinks, {})];
  const byId = tables.flat().map((row): [string, object] => [row.id, row]);
  const byKey = (yield* rows(throttles, {})).map((row): [string, object] => [row.key, row]);
  return Object.fromEntries([...byId, ...byKey]);
}

type Rows = Record<string, object>;

function changes(before: Rows, after: Rows): Rows {
  const changed = Object.entries(before).flatMap(([id, row]): [string, object][] => {
    const now = after[id];
    if (now === undefined) return [[id, { gone: true }]];
    const old = new Map(Object.entries(row));
    const fields = Object.entries(now).filter(([name, value]) => !isDeepStrictEqual(value, old.get(name)));
    return fields.length === 0 ? [] : [[id, Object.fromEntries(fields)]];
  });
  const added = Object.keys(after).filter((id) => !(id in before));
  return Object.fromEntries([...changed, ...added.map((id) => [id, { added: true }])]);
}

/** What a write says and every field that it changes; then it is undone. */
export const doneAndUndone = <R>(database: Database, write: () => Work<R>) =>
  database.unit<{ said: R; changed: Rows }>(function* () {
    const before = yield* rowsById();
    const said = yield* write();
    return new RolledBack({ said, changed: changes(before, yield* rowsById()) });
  });

export const nothing = { said: false, changed: {} };
export const gone = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, { gone: true }]));

const session = (accountId: string, id: string): SessionRow => ({
  id,
  accountId,
  tokenHash: `hash of ${id}`,
  epoch: 1,
  events: [{ method: 'pwd', at: T0.getTime() }],
  byRecovery: 'none',
  client: { browser: 'firefox', platform: 'linux', network: '192.0.2.0/24' },
  browserId: null,
  createdAt: T0,
  lastSeenAt: T0,
  expiresAt: at(3600),
});

const authenticator = (accountId: string, kind: 'app' | 'phone'): AuthenticatorRow => ({
  id: `${accountId}-${kind}`,
  accountId,
  kind,
  sealed: 'sealed',
  phoneIndex: null,
  country: null,
  lastStep: 100,
  addedAt: kind === 'app' ? T0 : at(1),
  lastUsedAt: null,
  disabledAt: null,
  ...NO_CREDENTIAL,
});

function challenges(accountId: string): ChallengeRow[] {
  const open = (name: string): ChallengeRow => ({
    id: `${accountId}-${name}`,
    accountId,
    purpose: 'sign-in',
    tokenHash: `hash of ${accountId}-${name}`,
    sessionId: null,
    epoch: 1,
    keyId: 't1',
    preferred: 'otp',
    browserId: null,
    failed: 2,
    state: 'open',
    createdAt: T0,
    expiresAt: at(600),
  });
  const stepUp = { purpose: 'step-up', tokenHash: null, sessionId: `${accountId}-s`, failed: 0 } as const;
  return [
    open('open'),
    { ...open('answered'), state: 'answered' },
    { ...open('step-up'), ...stepUp },
    { ...open('step-up-answered'), ...stepUp, state: 'answered', createdAt: at(1) },
  ];
}

function enrolments(accountId: string): EnrolmentRow[] {
  const open = (name: string, kind: 'app' | 'phone'): EnrolmentRow => ({
    id: `${accountId}-${name}`,
    accountId,
    sessionId: `${accountId}-s`,
    kind,
    sealed: 'sealed',
    phoneIndex: null,
    country: null,
    replaces: null,
    keyId: 't1',
    failed: kind === 'app' ? 2 : 0,
    state: 'open',
    createdAt: T0,
    expiresAt: at(600),
  });
  return [{ ...open('old-app', 'app'), state: 'confirmed' }, open('new-app', 'app'), open('new-phone', 'phone')];
}

const recoveryCode = (accountId: string, name: string) => ({
  id: `${accountId}-${name}`,
  accountId,
  hash: 'the same',
  issuedBySession: `${accountId}-s`,
  issuedAt: T0,
});
