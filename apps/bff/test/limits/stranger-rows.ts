import type { Row } from '../../src/store/schema.ts';
import type { Owner } from '../support/owners.ts';
import type { World } from '../support/world.ts';
import type { Filler, RowsOf } from './many-rows.ts';

/** Rows that are written together. */
const TOGETHER = 5000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600_000;
/** For how long events are kept, and the lines that guesses of an account make in a day at most. */
const EVENTS_DAYS = 400;
const LINES_A_DAY = 8;
/** For how long messages are kept, and how many go unanswered in a day, over all, before nothing is sent any more. */
const MESSAGES_DAYS = 30;
const MESSAGES_A_DAY = 900;
const CLIENT = { browser: 'chrome', platform: 'linux', network: '198.51.100.0/24' } as const;

interface Scene {
  readonly world: World;
  /** Whose account is under attack, and one of the attacker's. */
  readonly owner: Owner;
  readonly other: { readonly id: string };
  readonly now: Date;
}

interface Kind {
  /** What they are, and who makes them. */
  readonly what: string;
  /** Where the product itself allows no more, however long somebody goes on. */
  readonly most?: number;
  readonly rows: (scene: Scene, numbers: readonly number[]) => RowsOf;
}

const before = ({ now }: Scene, ms: number) => new Date(now.getTime() - ms);
const digits = (n: number) => String(n).padStart(10, '0');

/** Every kind of row that somebody can make who has nothing, the password, or (the enrolments) a session. */
const KINDS: readonly Kind[] = [
  {
    what: 'sign-ins of the account that were begun with its password',
    rows: (scene, numbers) => ({ table: 'challenge', rows: numbers.map((n) => challenge(scene, n)) }),
  },
  {
    what: 'sign-ins to the account while the password was all it asked for, each recorded twice',
    rows: (scene, numbers) => ({
      table: 'securityEvent',
      rows: numbers.map((n) => ({
        ...event(scene, `e${digits(n)}`, n * 30_000),
        kind: n % 2 === 0 ? 'signed-in' : 'signed-out',
      })),
    }),
  },
  {
    what: 'lines of wrong codes, each day as many as there can be',
    most: EVENTS_DAYS * LINES_A_DAY,
    rows: (scene, numbers) => ({
      table: 'securityEvent',
      rows: numbers.map((n) => ({
        ...event(scene, `g${digits(n)}`, Math.floor(n / LINES_A_DAY) * DAY_MS + MINUTE_MS),
        kind: 'wrong-code',
        method: 'recovery',
        count: 20,
        tally: `wrong-code/recovery/${n}/then/0`,
      })),
    }),
  },
  {
    what: 'counts of wrong passwords, of logins that nobody has',
    rows: ({ now }, numbers) => ({
      table: 'throttle',
      rows: numbers.map((n) => ({
        key: `login:${digits(n)}`,
        failed: 3,
        blockedUntil: new Date(0),
        updatedAt: now,
        run: `r${digits(n)}`,
        beganAt: now,
        shares: null,
        keptUntil: new Date(now.getTime() + 30 * DAY_MS),
      })),
    }),
  },
  {
    what: 'tries that were never settled',
    rows: ({ now }, numbers) => ({ table: 'paidTry', rows: numbers.map((n) => ({ id: `p${digits(n)}`, at: now })) }),
  },
  {
    what: 'enrolments that a session has begun and left',
    rows: (scene, numbers) => ({ table: 'enrolment', rows: numbers.map((n) => enrolment(scene, n)) }),
  },
  {
    what: 'text messages that nobody answered, each day as many as are sent at all',
    most: MESSAGES_DAYS * MESSAGES_A_DAY,
    rows: (scene, numbers) => ({ table: 'smsMessage', rows: numbers.map((n) => message(scene, n)) }),
  },
];

function challenge(scene: Scene, n: number): Row<'challenge'> {
  return {
    id: `c${digits(n)}`,
    accountId: scene.owner.id,
    purpose: 'sign-in',
    tokenHash: `t${digits(n)}`,
    sessionId: null,
    epoch: 1,
    keyId: 't1',
    preferred: 'otp',
    browserId: null,
    failed: n % 5,
    state: n % 4 === 0 ? 'cancelled' : 'open',
    // The latest are open yet, the oldest about to be pruned.
    createdAt: before(scene, (n % 60) * MINUTE_MS),
    expiresAt: before(scene, ((n % 60) - 10) * MINUTE_MS),
  };
}

function enrolment(scene: Scene, n: number): Row<'enrolment'> {
  return {
    id: `n${digits(n)}`,
    accountId: scene.owner.id,
    sessionId: `gone${n % 10}`,
    kind: 'app',
    sealed: '',
    phoneIndex: null,
    country: null,
    replaces: null,
    keyId: 't1',
    failed: 0,
    state: 'cancelled',
    createdAt: before(scene, (n % 600) * MINUTE_MS),
    expiresAt: before(scene, ((n % 600) - 10) * MINUTE_MS),
  };
}

function message(scene: Scene, n: number): Row<'smsMessage'> {
  const at = before(scene, DAY_MS / 4 + n * (DAY_MS / MESSAGES_A_DAY));
  return {
    id: `m${digits(n)}`,
    accountId: scene.other.id,
    subject: 'sign-in',
    subjectId: `s${digits(n)}`,
    phoneIndex: `i${digits(n % 5000)}`,
    prefix: `+3247${n % 200}`,
    country: n % 2 === 0 ? 'BE' : 'LU',
    client: `k${n % 1000}`,
    known: false,
    state: 'sent',
    failure: null,
    providerId: `v${digits(n)}`,
    createdAt: at,
    updatedAt: at,
    verifiedAt: null,
  };
}

function event(scene: Scene, id: string, agoMs: number): Omit<Row<'securityEvent'>, 'kind'> {
  return {
    id,
    accountId: scene.owner.id,
    at: before(scene, agoMs),
    method: 'pwd',
    authenticatorKind: null,
    sessionId: null,
    client: CLIENT,
    reason: null,
    count: null,
    tally: null,
    mendedAt: null,
  };
}

/** Makes so many rows of each kind, or as many as there can be; tells of each when it is done. */
export async function makeStrangerRows(
  world: World,
  owner: Owner,
  filler: Filler,
  wanted: number,
  told: (line: string) => void,
): Promise<void> {
  const other = await world.account('somebody.else@example.com');
  const scene: Scene = { world, owner, other, now: world.clock.now() };
  for (const { what, most = wanted, rows: made } of KINDS) {
    const rows = Math.min(wanted, most);
    for (let from = 0; from < rows; from += TOGETHER) {
      const some = Array.from({ length: Math.min(TOGETHER, rows - from) }, (_, index) => from + index);
      await filler.fill(made(scene, some));
    }
    told(`${String(rows).padStart(9)}  ${what}`);
  }
}
