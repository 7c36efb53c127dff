import { describe, expect } from 'vitest';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { countAccountTry } from '../../src/flows/admission/count-try.ts';
import { countFailure, countThrottledTry } from '../../src/flows/admission/password-try.ts';
import { Unavailable } from '../../src/outcome.ts';
import { raiseSecurityEpoch, setAccountActive } from '../../src/store/accounts.ts';
import { removeAllAuthenticators } from '../../src/store/authenticators.ts';
import type { Work } from '../../src/store/database.ts';
import { retireRecoveryCode } from '../../src/store/recovery-codes.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { appOwner, nextCode, ownerOfBoth } from '../support/owners.ts';
import { test } from '../support/test.ts';

const it = test.extend(
  'counts',
  ({ world }) =>
    async () =>
      (await readEverything(world.database)).attempts.map((one) => one.failed),
);

describe('an open challenge leads nowhere once the account', () => {
  const planting = it.extend('options', {
    planted: 'one row alone is changed, as in the midst of a change of the account',
  });
  planting.for<[string, (id: string) => Work<unknown>]>([
    ['has changed', (id) => raiseSecurityEpoch(id, 2)],
    ['is disabled', (id) => setAccountActive({ id, active: false })],
    ['has no authenticator', (id) => removeAllAuthenticators(id)],
  ])('%s', async ([_, change], { world, counts }) => {
    const { id, login, recoveryCode } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    await world.database.single(() => change(id));
    for (const method of ['otp', 'recovery'])
      expect((await browser.copy().answer(method, recoveryCode)).problem).toMatchObject({
        type: 'challenge-over',
        reason: 'cancelled',
      });
    expect(await counts()).toEqual([]);
  });
});

it('a recovery code that was retired after a backup came back is a wrong one', async ({ world }) => {
  const { id, login, recoveryCode } = await appOwner(world);
  const browser = world.browser();
  await browser.signIn(login);
  await world.database.single(() => retireRecoveryCode({ accountId: id }));
  expect((await browser.answer('recovery', recoveryCode)).problem).toMatchObject({ type: 'wrong-code' });
});

it('a recovery code is a wrong one when two-factor is turned off before it is looked up', async ({ world }) => {
  const { login, browser, recoveryCode } = await appOwner(world);
  const { database, browser: trapped } = trappedServer(world);
  const late = trapped();
  await late.signIn(login);
  const hold = database.holdBefore('recovery_active');
  const answering = late.answer('recovery', recoveryCode);
  await hold.reached;
  expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
  hold.release();
  expect((await answering).problem).toMatchObject({ type: 'wrong-code' });
});

it('a code in a step-up is a wrong one when two-factor is turned off before it is judged', async ({ world }) => {
  const { browser, secret } = await appOwner(world);
  const { database, moved } = trappedServer(world);
  const late = moved(browser);
  const hold = database.holdBefore('authenticator_of_account');
  const code = nextCode(world, secret);
  const stepping = late.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'otp', code } });
  await hold.reached;
  expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
  hold.release();
  expect((await stepping).problem).toMatchObject({ type: 'wrong-code' });
});

it('a fault that is nobody’s moment costs the try: only a database that is busy gives it back', async ({
  world,
  counts,
}) => {
  const { login, secret } = await appOwner(world);
  const { database, browser: trapped } = trappedServer(world);
  const browser = trapped();
  await browser.signIn(login);
  database.failBefore('account_admit', new Error('a fault of ours'));
  expect((await browser.answer('otp', nextCode(world, secret))).status).toBe(500);
  await world.deps.background.settled();
  expect(await counts()).toEqual([1]);
  database.failBefore('account_admit', new Unavailable('busy'));
  expect((await browser.answer('otp', nextCode(world, secret))).status).toBe(503);
  await world.deps.background.settled();
  expect(await counts()).toEqual([1]);
});

/** Plays a database in which every write loses; says how often the count was read. */
function lostRounds(work: Work<unknown>): number {
  let reads = 0;
  const play = () => {
    for (let next = work.next(); !next.done; next = work.next([]))
      if (next.value.some(({ statement }) => statement.name.endsWith('_find'))) reads += 1;
  };
  expect(play).toThrow(new Unavailable('too many tries at once'));
  return reads;
}

it('a try that loses two hundred rounds against others is given up, and never taken for paid', ({ world }) => {
  const now = world.clock.now();
  const account = { accountId: 'account', bucket: 'stranger', tryId: 'try', now };
  expect(lostRounds(countAccountTry({ kind: 'second-factor', ...account }))).toBe(200);
  expect(lostRounds(countThrottledTry({ kind: 'password', key: 'login', tryId: 'try', now }))).toBe(200);
  expect(lostRounds(countFailure({ kind: 'password-client', key: 'client', tryId: 'try', now }))).toBe(200);
});

it.for(['otp', 'sms', 'recovery'] as const)(
  'a key that is missing for %s is an error that operators see',
  async (method, { world, counts }) => {
    const { id, login, recoveryCode } = await ownerOfBoth(world);
    const signedIn = world.browser();
    await signedIn.signIn(login);
    await signedIn.send('POST', '/api/sign-in/challenge/sms');
    await world.deps.background.settled();
    const other = parseKeyRing(`t2:${Buffer.alloc(32, 9).toString('base64')}`);
    if (other.kind === 'refused') throw new Error(other.line);
    const browser = serverWith(world, { keys: createKeys(other.ring) })();
    for (const [name, value] of signedIn.cookies) browser.cookies.set(name, value);
    const code = method === 'recovery' ? recoveryCode : '123456';
    expect((await browser.answer(method, code)).problem).toMatchObject({ type: 'cannot-verify', status: 503 });
    expect(await counts()).toEqual([0]);
    if (method === 'sms') return;
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ event: 'cannot-verify', accountId: id }),
      }),
    );
  },
);
