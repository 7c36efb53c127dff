import { eq, sql } from 'drizzle-orm';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { type Database, first } from '../../src/store/database.ts';
import { statement } from '../../src/store/statement.ts';
import type { Browser } from '../support/browser.ts';
import { codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { serverWith } from '../support/other-server.ts';
import { nextCode } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import type { World } from '../support/world.ts';

/** A person in the middle of a flow, who can try a right or a wrong secret as often as the server lets them. */
export interface Trier {
  right(): Promise<number>;
  wrong(): Promise<number>;
  /** Status of a wrong secret that was judged. */
  readonly judged: number;
  /** Status of a right one whose first answer was lost after it had been taken: it is taken once. */
  readonly taken: number;
}

export type Begin = (world: World, browserOf: () => Browser, n: number) => Promise<Trier>;

const WRONG_PASSWORD = 'not the password at all';
const NEW_PASSWORD = 'copper kite under 31 bridges';

async function withApp(world: World, browserOf: () => Browser, n: number) {
  const account = await world.account(`person-${n}@example.com`);
  const home = browserOf();
  await home.signIn(account.login);
  const { secret, recoveryCode } = await home.enrolApp();
  return { ...account, home, secret, recoveryCode: recoveryCode ?? '' };
}

/** The password again is right again: its first step is taken as often as it is asked. */
const passwordOf = (browser: Browser, login: string): Trier => ({
  right: async () => (await browser.signIn(login)).status,
  wrong: async () => (await browser.signIn(login, WRONG_PASSWORD)).status,
  judged: 401,
  taken: 200,
});

/** Every flow in which a try is paid for before it is judged. */
export const PAYING_FLOWS: Readonly<Record<string, Begin>> = {
  'a password': async (world, browserOf, n) => {
    const { login } = await world.account(`person-${n}@example.com`);
    return passwordOf(browserOf(), login);
  },
  'a password, before the second factor': async (world, browserOf, n) => {
    const { login } = await withApp(world, browserOf, n);
    return passwordOf(browserOf(), login);
  },
  'a code of the app': async (world, browserOf, n) => {
    const { login, secret } = await withApp(world, browserOf, n);
    const browser = browserOf();
    await browser.signIn(login);
    return {
      right: async () => (await browser.answer('otp', nextCode(world, secret))).status,
      wrong: async () => (await browser.answer('otp', 'zzzzzz')).status,
      judged: 401,
      taken: 410,
    };
  },
  'a code by text message': async (world, browserOf, n) => {
    const { login } = await world.account(`person-${n}@example.com`);
    const home = browserOf();
    await home.signIn(login);
    const number = `+3363998${String(n).padStart(4, '0')}`;
    await home.enrolPhone(number, () => world.phones.codeFor(number));
    const browser = browserOf();
    await browser.signIn(login);
    await world.deps.background.settled();
    const code = world.phones.codeFor(number);
    return {
      right: async () => (await browser.answer('sms', code)).status,
      wrong: async () => (await browser.answer('sms', otherCode(code))).status,
      judged: 401,
      taken: 410,
    };
  },
  'a recovery code': async (world, browserOf, n) => {
    const { login, recoveryCode } = await withApp(world, browserOf, n);
    const browser = browserOf();
    await browser.signIn(login);
    return {
      right: async () => (await browser.answer('recovery', recoveryCode)).status,
      wrong: async () => (await browser.answer('recovery', 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')).status,
      judged: 401,
      taken: 410,
    };
  },
  'a step-up': async (world, browserOf, n) => {
    const { home, secret } = await withApp(world, browserOf, n);
    const prove = async (code: string) =>
      (await home.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } })).status;
    return { right: () => prove(nextCode(world, secret)), wrong: () => prove('zzzzzz'), judged: 401, taken: 401 };
  },
  'an enrolment': async (world, browserOf, n) => {
    const { login } = await world.account(`person-${n}@example.com`);
    const browser = browserOf();
    await browser.signIn(login);
    const begun = (await browser.begin({ kind: 'app' })).body;
    if (begun.kind !== 'app') throw new Error('no app');
    return {
      right: async () => (await browser.confirm(begun.id, codeOf(begun.key, world.clock.now()))).status,
      wrong: async () => (await browser.confirm(begun.id, 'zzzzzz')).status,
      judged: 401,
      taken: 401,
    };
  },
  'a change of the password': async (world, browserOf, n) => {
    const { home } = await withApp(world, browserOf, n);
    const change = async (newPassword: string) => (await home.send('POST', '/api/password', { newPassword })).status;
    // The present one is no new one, and a session is not to find it out that way.
    return { right: () => change(NEW_PASSWORD), wrong: () => change(PASSWORD), judged: 422, taken: 401 };
  },
  'a link to set the password': async (world, browserOf, n) => {
    const { id } = await withApp(world, browserOf, n);
    const offered = await offerPasswordLink(world.deps, id, { clear: false });
    const token = offered.kind === 'issued' ? (offered.link.url.split('#')[1] ?? '') : '';
    const browser = browserOf();
    const redeem = async (token: string) =>
      (await browser.send('POST', '/api/password-link', { token, newPassword: NEW_PASSWORD })).status;
    return { right: () => redeem(token), wrong: () => redeem('0'.repeat(43)), judged: 404, taken: 404 };
  },
};

/** So many people share a prefix of numbers that its caps would be met before any lock. */
export const ROOM_FOR_MESSAGES = {
  SMS_PREFIX_PER_HOUR: '9999',
  SMS_PREFIX_WAITING: '9999',
  SMS_COUNTRY_PER_DAY: '9999',
  SMS_OVERALL_PER_HOUR: '9999',
  SMS_OVERALL_PER_DAY: '9999',
  SMS_OVERALL_WAITING: '9999',
  SMS_CONVERSION_PERCENT: '0',
};

/** Begins a flow as somebody new, from addresses of their own: what is counted for one is not counted for another. */
export function newcomers(world: World): (flow: string) => Promise<Trier> {
  const server = serverWith(world, { passwords: quickPasswords });
  let people = 0;
  const browserOf = () => {
    people += 1;
    return server(`10.${people >> 16}.${(people >> 8) & 255}.${people & 255}`);
  };
  return (flow) => {
    const begin = PAYING_FLOWS[flow];
    if (begin === undefined) throw new Error(flow);
    people += 1;
    return begin(world, browserOf, people);
  };
}

const SUM = sql<string>`coalesce(sum(failed), 0)`;
const sums = [
  statement(
    'failed_attempts',
    () => ({}),
    (db, { attempt: t }) => db.select({ failed: SUM }).from(t),
  ),
  statement(
    'failed_throttles',
    () => ({}),
    (db, { throttle: t }) => db.select({ failed: SUM }).from(t),
  ),
  // What is over has no tries left to count.
  statement(
    'failed_in_open_challenges',
    () => ({}),
    (db, { challenge: t }) => db.select({ failed: SUM }).from(t).where(eq(t.state, sql`'open'`)),
  ),
  statement(
    'failed_in_open_enrolments',
    () => ({}),
    (db, { enrolment: t }) => db.select({ failed: SUM }).from(t).where(eq(t.state, sql`'open'`)),
  ),
];

/** All tries that are counted, of whomever and by whatever. */
export async function countedTries(database: Database): Promise<number> {
  return database.single(function* () {
    let total = 0;
    for (const sum of sums) total += Number((yield* first(sum, {}))?.failed);
    return total;
  });
}
