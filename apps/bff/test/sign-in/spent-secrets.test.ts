import { describe, expect } from 'vitest';
import { advanceAttempts, resetAttempts } from '../../src/store/attempts.ts';
import { otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';

const it = test
  .extend(
    'told',
    ({ world }) =>
      async (kind: string) =>
        (await readEverything(world.database)).events.filter((one) => one.kind === kind),
  )
  .extend(
    'countOf',
    ({ world }) =>
      async (bucket: string) =>
        (await readEverything(world.database)).attempts.find((one) => one.bucket === bucket)?.failed ?? 0,
  )
  /** So many failures in a row, long enough ago that no wait is left. */
  .extend(
    'failed',
    ({ world }) =>
      (accountId: string, bucket: string, count: number) =>
        world.database.single(() =>
          advanceAttempts(undefined, `${accountId}/${bucket}`, {
            accountId,
            bucket,
            failed: count,
            run: 'run',
            until: new Date(0),
            now: world.clock.now(),
          }),
        ),
  );

const NO_CODE = 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF';

describe('an answer at sign-in', () => {
  it('that is wrong says how many tries are left, and no more than that', async ({ world, told }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const { problem } = await browser.answer('otp', 'abcdef');
    expect(problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect(problem).not.toHaveProperty('alreadyUsed');
    expect(problem).not.toHaveProperty('clock');
    expect(await told('wrong-code')).toMatchObject([{ method: 'otp', sessionId: null }]);
    expect(await told('second-factor-disabled')).toEqual([]);
  });

  it.for(['otp', 'sms'] as const)(
    'by %s that is wrong in its digits is not called a used one',
    async (method, { world }) => {
      const { login, secret } = await ownerOfBoth(world);
      const browser = world.browser();
      await browser.signIn(login);
      await browser.send('POST', '/api/sign-in/challenge/sms');
      await world.deps.background.settled();
      const sent = [nextCode(world, secret), world.phones.sent.at(-1)?.text.slice(0, 6) ?? ''];
      const code = sent.map(otherCode).find((one) => !sent.includes(one)) ?? '';
      const { problem } = await browser.answer(method, code);
      expect(problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
      expect(problem).not.toHaveProperty('alreadyUsed');
      expect((await browser.answer(method, 'abcdef')).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 3 });
    },
  );

  it('that cannot be a recovery code is a wrong one, and counted where those are', async ({ world, countOf }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    expect((await browser.answer('recovery', '123456')).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect([await countOf('recovery:stranger'), await countOf('stranger')]).toEqual([1, 0]);
  });

  it('says that a code is used where another browser was faster by a moment', async ({ world }) => {
    const { login, secret } = await appOwner(world);
    const { database, browser } = trappedServer(world);
    const late = browser();
    await late.signIn(login);
    const early = world.browser();
    await early.signIn(login);
    const code = nextCode(world, secret);
    const hold = database.holdBefore('account_admit');
    const answering = late.answer('otp', code);
    await hold.reached;
    expect((await early.answer('otp', code)).status).toBe(200);
    hold.release();
    expect((await answering).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true, attemptsLeft: 4 });
    expect(late.cookies.has('session')).toBe(false);
  });

  it('of six wrong ones at once over both counts five are judged, and the sixth is counted nowhere', async ({
    world,
    countOf,
  }) => {
    const { login } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    const answers = await Promise.all(
      [1, 2, 3].flatMap(() => [browser.copy().answer('otp', 'abcdef'), browser.copy().answer('recovery', NO_CODE)]),
    );
    const problems = answers.map(({ problem }) => problem);
    expect(problems.filter((one) => one?.type === 'wrong-code')).toHaveLength(5);
    expect(problems.find((one) => one?.type === 'challenge-over')).toMatchObject({ reason: 'exhausted' });
    expect((await countOf('stranger')) + (await countOf('recovery:stranger'))).toBe(5);
  });

  it.for(['otp', 'recovery'] as const)(
    'by %s is worth nothing once the other one has ended the challenge',
    async (method, { world }) => {
      const { login, secret, recoveryCode } = await appOwner(world);
      const { database, browser, moved } = trappedServer(world);
      const late = browser();
      await late.signIn(login);
      const code = nextCode(world, secret);
      const right = { otp: code, recovery: recoveryCode };
      const other = method === 'otp' ? 'recovery' : 'otp';
      const early = world.browser();
      for (const [name, value] of late.cookies) early.cookies.set(name, value);
      const hold = database.holdBefore('account_admit');
      const answering = late.answer(method, right[method]);
      await hold.reached;
      expect((await early.answer(other, right[other])).status).toBe(200);
      hold.release();
      expect((await answering).problem).toMatchObject({ type: 'challenge-over', reason: 'answered' });
      // What it would have spent is still good.
      const again = moved(world.browser());
      await again.signIn(login);
      expect((await again.answer(method, right[method])).status).toBe(200);
    },
  );

  it('by recovery code opens nothing when two-factor is turned off meanwhile', async ({ world }) => {
    const { login, browser, recoveryCode } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const late = trapped();
    await late.signIn(login);
    const hold = database.holdBefore('account_admit');
    const answering = late.answer('recovery', recoveryCode);
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await answering).problem).toMatchObject({ type: 'challenge-over', status: 410 });
    expect(late.cookies.has('session')).toBe(false);
  });

  it('marks the message whose code was entered, and no other', async ({ world }) => {
    const { login, secret, number } = await ownerOfBoth(world);
    const sent = async () => {
      const browser = world.browser();
      await browser.signIn(login);
      await browser.send('POST', '/api/sign-in/challenge/sms');
      await world.deps.background.settled();
      return browser;
    };
    const byApp = await sent();
    const code = nextCode(world, secret);
    expect((await byApp.answer('otp', code)).status).toBe(200);
    expect((await readEverything(world.database)).messages.at(-1)?.verifiedAt).toBeNull();
    world.clock.advance(60);
    const byPhone = await sent();
    expect((await byPhone.answer('sms', world.phones.codeFor(number))).status).toBe(200);
    const { authenticators, messages, sessions } = await readEverything(world.database);
    expect(messages.at(-1)?.verifiedAt).toEqual(world.clock.now());
    const usedNow = authenticators.filter((one) => one.lastUsedAt?.getTime() === world.clock.now().getTime());
    expect(usedNow.map((one) => one.kind)).toEqual(['phone']);
    expect(sessions.map((one) => one.byRecovery)).toEqual(sessions.map(() => 'none'));
  });
});

describe('the hundredth failure in a row', () => {
  it('closes a known browser’s authenticators at sign-in, and the owner is told by which method', async ({
    world,
    told,
    countOf,
    failed,
  }) => {
    const { id, login, browser } = await appOwner(world);
    const home = world.browser();
    home.cookies.set('browser', browser.cookies.get('browser') ?? '');
    await home.signIn(login);
    const bucket = `browser:${(await readEverything(world.database)).challenges.at(-1)?.browserId}`;
    await failed(id, bucket, 98);
    expect((await home.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'wrong-code' });
    expect((await readEverything(world.database)).authenticators[0]?.disabledAt).toBeNull();
    await world.database.single(() => resetAttempts({ accountId: id, bucket }));
    await failed(id, bucket, 99);
    expect((await home.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'wrong-code' });
    expect((await readEverything(world.database)).authenticators[0]?.disabledAt).toEqual(world.clock.now());
    expect(await told('second-factor-disabled')).toMatchObject([{ method: 'otp' }]);
    expect((await home.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'second-factor-disabled' });
    const stranger = world.browser();
    await stranger.signIn(login);
    expect((await stranger.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'second-factor-disabled' });
    expect(await countOf('stranger')).toBe(0);
  });

  it('of a recovery code closes nothing', async ({ world, told, failed }) => {
    const { id, login, browser, recoveryCode } = await appOwner(world);
    const home = world.browser();
    home.cookies.set('browser', browser.cookies.get('browser') ?? '');
    await home.signIn(login);
    const bucket = `recovery:browser:${(await readEverything(world.database)).challenges.at(-1)?.browserId}`;
    await failed(id, bucket, 99);
    world.clock.advance(61);
    expect((await home.answer('recovery', NO_CODE)).problem).toMatchObject({ type: 'wrong-code' });
    expect((await readEverything(world.database)).authenticators[0]?.disabledAt).toBeNull();
    expect(await told('second-factor-disabled')).toEqual([]);
    world.clock.advance(61);
    expect((await home.answer('recovery', recoveryCode)).status).toBe(200);
    expect((await told('signed-in')).at(-1)).toMatchObject({ method: 'recovery' });
  });

  it('of a stranger is told to the owner, whose authenticators stay', async ({ world, told, failed }) => {
    const { id, login } = await appOwner(world);
    const stranger = world.browser();
    await stranger.signIn(login);
    await failed(id, 'stranger', 99);
    expect((await stranger.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'wrong-code' });
    expect((await readEverything(world.database)).authenticators[0]?.disabledAt).toBeNull();
    expect(await told('second-factor-disabled')).toMatchObject([{ method: 'otp' }]);
    expect((await stranger.answer('otp', 'abcdef')).problem).toMatchObject({ type: 'second-factor-disabled' });
  });

  it.for([
    ['code', PASSWORD],
    ['password', 'not the password of anybody'],
  ] as const)(
    'in step-ups, by a wrong %s, closes them too; the one before does not',
    async ([_, password], { world, told, failed }) => {
      const { id, browser } = await appOwner(world);
      const closed = async () => (await readEverything(world.database)).authenticators[0]?.disabledAt;
      const wrong = () => browser.send('POST', '/api/step-up', { password, answer: { method: 'otp', code: 'abcdef' } });
      await failed(id, 'step-up', 98);
      await wrong();
      expect(await closed()).toBeNull();
      await world.database.single(() => resetAttempts({ accountId: id, bucket: 'step-up' }));
      await failed(id, 'step-up', 99);
      await wrong();
      expect(await closed()).toEqual(world.clock.now());
      const [session] = (await readEverything(world.database)).sessions;
      expect(await told('second-factor-disabled')).toMatchObject([{ sessionId: session?.id }]);
    },
  );
});
