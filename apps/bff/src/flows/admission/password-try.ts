import type { Asker, Deps } from '../../deps.ts';
import {
  type AttemptKind,
  type AttemptVerdict,
  payForTry as judgeCount,
  keptUntil,
  oneMore,
  type PlaceKind,
} from '../../domain/attempts.ts';
import { takePaidTry } from '../../store/attempts.ts';
import { type Lost, lost, nothing, together, type Work } from '../../store/database.ts';
import type { Shares } from '../../store/schema-values.ts';
import {
  advanceThrottle,
  findThrottle,
  findThrottles,
  giveThrottleBack,
  holdThrottle,
  lowerThrottle,
  type PaidThrottle,
  shareThrottle,
  type ThrottleRow,
  takeThrottle,
} from '../../store/throttles.ts';
import type { Requester } from '../requester.ts';
import { type Counted, NEVER_BLOCKED, runOf, untilWon } from './count-try.ts';
import { type PaidTry, payForTry } from './paid-try.ts';

/** Where the tries of one login by one asker are counted. */
export interface PasswordCounts {
  readonly asker: Asker;
  /** Of this login from this client or known browser: paid before the password is looked at. */
  readonly own: string;
  /** Of this login from all strangers together, paid as well; null for a known browser, which stands apart. */
  readonly login: string | null;
  /** Of the client and its networks over all logins: counted when a password proves wrong. */
  readonly places: readonly { readonly kind: PlaceKind; readonly key: string }[];
}

/** @param name keyed hash of the login as typed, whether an account has it or not. */
export function passwordCounts(name: string, requester: Requester, browserId: string | null): PasswordCounts {
  // A browser that signed in before keeps a count of its own, so that strangers cannot lock the owner out.
  if (browserId !== null) {
    const client = `browser:${browserId}`;
    return {
      asker: { turn: 'known', client, part: `login:${name}` },
      own: `${name}/${client}`,
      login: null,
      places: [],
    };
  }
  const { clientKey, networks } = requester;
  return {
    asker: strangerOf(requester),
    own: `${name}/${clientKey}`,
    login: `login:${name}`,
    places: [
      { kind: 'password-client', key: `client:${clientKey}` } as const,
      ...networks.map(({ bits, key }) => ({ kind: `password-${bits}` as const, key: `net:${key}` })),
    ],
  };
}

/** Who asks without being known: a client, of the widest network that one site may hold. */
export const strangerOf = ({ clientKey, networks }: Pick<Requester, 'clientKey' | 'networks'>): Asker => ({
  turn: 'stranger',
  client: clientKey,
  part: networks.at(-1)?.key ?? clientKey,
});

/** A password's try, paid for. */
export interface PaidPassword {
  readonly kind: 'paid';
  readonly paid: PaidTry;
  readonly counts: PasswordCounts;
  /** In which run of the own count it was paid. */
  readonly ownRun: string;
  /** What was paid for the login over all strangers; none in a known browser. */
  readonly loginPayment: PaidThrottle | null;
  /** Failures in a row of the login over all strangers if this one fails too; 0 in a known browser. */
  readonly byStrangers: number;
}

export type PasswordPayment = PaidPassword | Exclude<AttemptVerdict, { kind: 'allowed' }>;

/**
 * Looks at every wait and pays for the try: the same statements for every login, before anything else is known of it.
 * The counts of client and networks are only read here. Were they paid in advance, thirty people behind one address
 * who sign in at once would shut each other out; what overshoots them is bounded by the hasher's queue.
 */
export async function payForPassword(deps: Deps, counts: PasswordCounts): Promise<PasswordPayment> {
  type Paying =
    | { readonly kind: 'paid'; readonly ownRun: string; readonly login: PaidThrottle | null; readonly failed: number }
    | Lost<Exclude<AttemptVerdict, { kind: 'allowed' }>>;
  const { outcome, paid } = await payForTry<Paying>(deps, counts.own, function* ({ tryId, put }, now) {
    const found = yield* findThrottles(waitsOf(counts).map(({ key }) => key));
    const standing = longestWait(counts, found, now);
    if (standing !== null) return lost(standing);
    const own = yield* countThrottledTry({ kind: 'password', key: counts.own, tryId, now }, found);
    if (own.kind !== 'counted') return lost(own);
    put(() => giveThrottleBack(own.payment));
    const ownRun = own.payment.run;
    if (counts.login === null) return { kind: 'paid', ownRun, login: null, failed: 0 };
    const byAll = yield* countThrottledTry({ kind: 'password-login', key: counts.login, tryId, now }, found);
    if (byAll.kind !== 'counted') return lost(byAll);
    put(() => giveThrottleBack(byAll.payment));
    return { kind: 'paid', ownRun, login: byAll.payment, failed: byAll.failed };
  });
  if (outcome.kind === 'lost') return outcome.to;
  const { ownRun, login, failed } = outcome;
  return { kind: 'paid', paid, counts, ownRun, loginPayment: login, byStrangers: failed };
}

export interface ThrottledTry {
  readonly kind: AttemptKind;
  readonly key: string;
  readonly tryId: string;
  readonly now: Date;
}

type Throttles = ReadonlyMap<string, ThrottleRow>;

/**
 * `countAccountTry` for a password, counted by login and client, or by login.
 * @param found counts as they were just read, this one among them; it is read again where another try moved it on.
 */
export function countThrottledTry(
  { kind, key, tryId, now }: ThrottledTry,
  found?: Throttles,
): Work<Counted<PaidThrottle>> {
  const read = reading(key, found);
  return untilWon(function* () {
    const count = yield* read();
    const verdict = judgeCount(kind, count, now);
    if (verdict.kind !== 'allowed') return verdict;
    const next = nextOf({ kind, key, tryId, now }, count, verdict);
    if (!(yield* advanceThrottle(count?.failed, next))) return undefined;
    const before = count?.blockedUntil ?? NEVER_BLOCKED;
    return { kind: 'counted', failed: next.failed, payment: { key, run: next.run, until: next.until, before } };
  });
}

/** Reads a count at each of its calls, the first of them from what was found. */
function reading(key: string, found: Throttles | undefined): () => Work<ThrottleRow | undefined> {
  let known = found;
  return function* () {
    const before = known;
    known = undefined;
    return before === undefined ? yield* findThrottle({ key }) : before.get(key);
  };
}

/** Counts a failure where it only becomes one once it is judged, whatever wait stands meanwhile; tells in which run. */
export function countFailure({ kind, key, tryId, now }: ThrottledTry, found?: Throttles): Work<string> {
  const read = reading(key, found);
  return untilWon(function* () {
    const count = yield* read();
    const next = nextOf({ kind, key, tryId, now }, count, oneMore(kind, count, now));
    return (yield* advanceThrottle(count?.failed, next)) ? next.run : undefined;
  });
}

function nextOf(
  { kind, key, tryId, now }: ThrottledTry,
  count: ThrottleRow | undefined,
  { failed, until }: { readonly failed: number; readonly until: Date },
) {
  const run = runOf(kind, count, now);
  const beganAt = (run === null ? null : count?.beganAt) ?? now;
  return { key, failed, until, now, run: run ?? tryId, beganAt, keptUntil: keptUntil(kind, until) };
}

/** What may have a try wait. */
const waitsOf = ({ own, login, places }: PasswordCounts) => [
  { kind: 'password', key: own } as const,
  ...(login === null ? [] : [{ kind: 'password-login', key: login } as const]),
  ...places,
];

/** The longest of the waits that stand, so that nobody is sent from one into the next. */
function longestWait(
  counts: PasswordCounts,
  found: Throttles,
  now: Date,
): Extract<AttemptVerdict, { kind: 'blocked' }> | null {
  const waits = waitsOf(counts)
    .map(({ kind, key }) => judgeCount(kind, found.get(key), now))
    .filter((verdict) => verdict.kind === 'blocked');
  return waits.toSorted((a, b) => b.retryAfterSeconds - a.retryAfterSeconds)[0] ?? null;
}

/** Whether the login exists or not: the same work before the same answer. */
export async function recordWrongPassword(deps: Deps, paid: PaidPassword): Promise<void> {
  if (paid.counts.places.length === 0) return;
  const now = deps.clock.now();
  await paid.paid.record('count-wrong-password', () => shareFailure(paid, now));
}

/** Adds the failure to the counts of client and networks, and remembers of all shared counts that it did. */
function* shareFailure({ paid, counts, ownRun, loginPayment }: PaidPassword, now: Date): Work<void> {
  const places = counts.places.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  let [own, found] = yield* together(holdThrottle({ key: counts.own }), findThrottles(places.map(({ key }) => key)));
  if (own?.run !== ownRun) {
    // Forgotten since, as when the same login proved right meanwhile: what fails after that is counted anew.
    // The run has a name of its own: this try may have begun the one before, in which others were paid.
    yield* countFailure({ kind: 'password', key: counts.own, tryId: `late:${paid.id}`, now });
    own = yield* holdThrottle({ key: counts.own });
  }
  let shares: Shares = own?.shares ?? {};
  if (loginPayment !== null) shares = withShare(shares, loginPayment.key, loginPayment.run);
  for (const { kind, key } of places)
    shares = withShare(shares, key, yield* countFailure({ kind, key, tryId: paid.id, now }, found));
  yield* shareThrottle({ key: counts.own, shares });
}

function withShare(shares: Shares, key: string, run: string): Shares {
  const before = shares[key];
  return { ...shares, [key]: { run, count: before?.run === run ? before.count + 1 : 1 } };
}

/**
 * Success clears this login's own count. Of the counts that it shares with others it takes back what its own judged
 * failures added, and this try, which was none; a wait that stands goes on to its end.
 */
export function* forgiveFailures({ paid, counts, loginPayment }: PaidPassword): Work<void> {
  // From here on the try is settled: should the answer still fail, nothing is given back twice.
  const [own, unsettled] = yield* together(takeThrottle({ key: counts.own }), takePaidTry({ id: paid.id }));
  const shares = Object.entries(own?.shares ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  yield* together(
    unsettled && loginPayment !== null ? giveThrottleBack(loginPayment) : nothing(),
    ...shares.map(([key, { run, count }]) => lowerThrottle({ key, run, count })),
  );
}
