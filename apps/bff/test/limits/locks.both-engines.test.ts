import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../src/store/database.ts';
import { statement } from '../../src/store/statement.ts';
import type { Browser } from '../support/browser.ts';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { type Fault, type Lockable, openLockable } from '../support/locked-database.ts';
import { serverWith } from '../support/other-server.ts';
import { nextCode } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { createWorld, type World } from '../support/world.ts';

const FAULTS: readonly Fault[] = [
  { kind: 'lock', seconds: 0.3 },
  { kind: 'lock', seconds: 1.5 },
  { kind: 'lock', seconds: 6 },
  { kind: 'lost' },
];
/** More calls than any of the flows makes. */
const MOST_CALLS = 20;
/** More than a challenge has tries. */
const TIMES = 6;

const throttles = statement(
  'every_throttle_failed',
  () => ({}),
  (db, { throttle: t }) => db.select({ failed: t.failed, until: t.blockedUntil }).from(t),
);

/** A person in the middle of a flow, who can try a right or a wrong secret as often as the server lets them. */
interface Trier {
  right(): Promise<number>;
  wrong(): Promise<number>;
}

/** Statuses of a wrong secret that was judged. */
const JUDGED = 401;

type Flow = (world: World, browserOf: () => Browser, n: number) => Promise<Trier>;

const WRONG_PASSWORD = 'not the password at all';

async function withApp(world: World, browserOf: () => Browser, n: number) {
  const { login } = await world.account(`person-${n}@example.com`);
  const home = browserOf();
  await home.signIn(login);
  const { secret, recoveryCode } = await home.enrolApp();
  return { login, home, secret, recoveryCode: recoveryCode ?? '' };
}

const FLOWS: Readonly<Record<string, Flow>> = {
  'a password': async (world, browserOf, n) => {
    const { login } = await world.account(`person-${n}@example.com`);
    const browser = browserOf();
    return {
      right: async () => (await browser.signIn(login)).status,
      wrong: async () => (await browser.signIn(login, WRONG_PASSWORD)).status,
    };
  },
  'a password, before the second factor': async (world, browserOf, n) => {
    const { login } = await withApp(world, browserOf, n);
    const browser = browserOf();
    return {
      right: async () => (await browser.signIn(login)).status,
      wrong: async () => (await browser.signIn(login, WRONG_PASSWORD)).status,
    };
  },
  'a code of the app': async (world, browserOf, n) => {
    const { login, secret } = await withApp(world, browserOf, n);
    const browser = browserOf();
    await browser.signIn(login);
    return {
      right: async () => (await browser.answer('otp', nextCode(world, secret))).status,
      wrong: async () => (await browser.answer('otp', 'zzzzzz')).status,
    };
  },
  'a recovery code': async (world, browserOf, n) => {
    const { login, recoveryCode } = await withApp(world, browserOf, n);
    const browser = browserOf();
    await browser.signIn(login);
    return {
      right: async () => (await browser.answer('recovery', recoveryCode)).status,
      wrong: async () => (await browser.answer('recovery', 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')).status,
    };
  },
  'a step-up': async (world, browserOf, n) => {
    const { home, secret } = await withApp(world, browserOf, n);
    const prove = async (code: string) =>
      (await home.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } })).status;
    return { right: () => prove(nextCode(world, secret)), wrong: () => prove('zzzzzz') };
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
    };
  },
};

describe.each(['sqlite', 'postgres'] as const)('a database that cannot be asked, on %s', (engine) => {
  let lockable: Lockable;
  let world: World;
  let browserOf: () => Browser;
  let people = 0;
  beforeEach(async () => {
    lockable = await openLockable(engine);
    world = await createWorld({ database: lockable.database });
    lockable.database.clock = world.clock;
    const server = serverWith(world, { passwords: quickPasswords });
    // Each from an address of its own: what is counted for one is not counted for another.
    browserOf = () => {
      people += 1;
      return server(`10.${people >> 16}.${(people >> 8) & 255}.${people & 255}`);
    };
  });
  afterEach(async () => {
    await lockable.database.end();
    await world.close();
    await lockable.close();
  });

  const counted = async (): Promise<number> => {
    const { attempts, challenges, enrolments } = await readEverything(world.database);
    const passwords = await world.database.single(() => rows(throttles, {}));
    // What is over has no tries left to count.
    const open = [...challenges, ...enrolments].filter(({ state }) => state === 'open');
    return [...attempts, ...open, ...passwords].reduce((sum, { failed }) => sum + failed, 0);
  };
  const over = async () => {
    await world.deps.background.settled();
    await lockable.database.end();
    await world.deps.background.settleOwed();
  };

  /** Tries the right secret until it is taken, each time with the fault at the same call; whether one met it. */
  async function tryRight(trier: Trier, fault: Fault, call: number): Promise<boolean> {
    const before = await counted();
    for (let time = 0; time < TIMES; time += 1) {
      lockable.database.arm(call, fault);
      const status = await trier.right();
      const met = !lockable.database.isArmed;
      await over();
      const where = `${fault.kind} at call ${call}, time ${time}`;
      if (status === 200) return met;
      // What was lost on the way back from a commit was done: it cannot be done again.
      if (fault.kind === 'lost' && status !== 503) return met;
      expect(status, where).toBe(503);
      expect(await counted(), where).toBeLessThanOrEqual(before);
    }
    expect(fault.kind === 'lost' ? 200 : await trier.right(), `${fault.kind} at call ${call}, after all`).toBe(200);
    return true;
  }

  const flowOf = (name: string): Flow => {
    const flow = FLOWS[name];
    if (flow === undefined) throw new Error(name);
    return flow;
  };
  /** At every call that a flow makes. */
  async function everywhere(name: string, play: (trier: Trier, fault: Fault, call: number) => Promise<boolean>) {
    let points = 0;
    for (const fault of FAULTS)
      for (let call = 0; call < MOST_CALLS; call += 1) {
        people += 1;
        if (!(await play(await flowOf(name)(world, browserOf, people), fault, call))) break;
        points += 1;
      }
    expect(points).toBeGreaterThanOrEqual(2 * FAULTS.length);
  }

  it.each(Object.keys(FLOWS))(
    'D002: %s that is right is never lost, at whatever point the fault begins',
    (name) => everywhere(name, tryRight),
    170_000,
  );

  it.each(Object.keys(FLOWS))(
    'D002: %s that is wrong costs one when it was judged, and nothing when it was not',
    (name) =>
      everywhere(name, async (trier, fault, call) => {
        const before = await counted();
        expect(await trier.wrong()).toBe(JUDGED);
        const price = (await counted()) - before;
        lockable.database.arm(call, fault);
        const status = await trier.wrong();
        const met = !lockable.database.isArmed;
        await over();
        const where = `${fault.kind} at call ${call}: ${status}`;
        expect([JUDGED, 503], where).toContain(status);
        expect((await counted()) - before, where).toBe(status === JUDGED ? 2 * price : price);
        return met;
      }),
    170_000,
  );
});
