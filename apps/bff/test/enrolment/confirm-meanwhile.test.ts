import { describe, expect } from 'vitest';
import { type Browser, codeOf } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const it = test.extend(
  'begun',
  ({ world }) =>
    async (): Promise<{ browser: Browser; id: string; code: () => string }> => {
      const { login } = await world.account();
      const browser = world.browser();
      await browser.signIn(login);
      const { body } = await browser.begin({ kind: 'app' });
      const key = body.kind === 'app' ? body.key : '';
      return { browser, id: body.id, code: () => codeOf(key, world.clock.now()) };
    },
);

describe('an enrolment that ends while it is confirmed', () => {
  it.for(['enrolment_pay', 'account_raise_epoch'])(
    'by being given up (%s) is told as given up, and changes nothing',
    async (statement, { world, begun }) => {
      const { browser, id, code } = await begun();
      const { database, moved } = trappedServer(world);
      const hold = database.holdBefore(statement);
      const confirming = moved(browser).confirm(id, code());
      await hold.reached;
      expect((await browser.send('DELETE', `/api/enrolments/${id}`)).status).toBe(200);
      hold.release();
      expect((await confirming).problem).toMatchObject({ type: 'enrolment-over', reason: 'cancelled' });
      expect((await browser.security()).body.authenticators).toEqual([]);
      const { events } = await readEverything(world.database);
      expect(events.map((one) => one.kind)).toEqual(['signed-in']);
    },
  );

  it('by its time is told as expired', async ({ world, begun }) => {
    const { browser, id, code } = await begun();
    const { database, moved } = trappedServer(world);
    world.clock.advance(599);
    const hold = database.holdBefore('enrolment_pay');
    const confirming = moved(browser).confirm(id, code());
    await hold.reached;
    world.clock.advance(1);
    hold.release();
    expect((await confirming).problem).toMatchObject({ type: 'enrolment-over', reason: 'expired' });
  });

  it('by another change of the account is not bound', async ({ world, begun }) => {
    const { browser, id, code } = await begun();
    const { database, moved } = trappedServer(world);
    const hold = database.holdBefore('account_raise_epoch');
    const confirming = moved(browser).confirm(id, code());
    await hold.reached;
    expect((await browser.confirm(id, code())).status).toBe(200);
    hold.release();
    expect((await confirming).problem).toMatchObject({ type: 'conflict', conflict: 'changed-elsewhere' });
    expect((await browser.security()).body.authenticators).toHaveLength(1);
  });

  it('by its tries, six wrong ones at once, is told as exhausted', async ({ begun }) => {
    const { browser, id } = await begun();
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.copy().confirm(id, 'abcdef')));
    const problems = answers.map(({ problem }) => problem);
    expect(problems.filter((one) => one?.type === 'wrong-code')).toHaveLength(5);
    expect(problems.find((one) => one?.type === 'enrolment-over')).toMatchObject({ reason: 'exhausted' });
  });
});

it('what is no code is a wrong one for a phone too', async ({ world }) => {
  const { login } = await world.account();
  const browser = world.browser();
  await browser.signIn(login);
  const { body } = await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980034' });
  expect((await browser.confirm(body.id, 'abcdef')).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
});

describe('who is told of a replacement', () => {
  it('the old number, by a message without a code', async ({ world }) => {
    const { browser, number } = await phoneOwner(world);
    const phone = (await browser.security()).body.authenticators[0];
    const before = world.phones.sent.length;
    const next = '+33639980056';
    const fresh = (await browser.begin({ kind: 'phone', country: 'FR', number: next, replaces: phone?.id })).body;
    await browser.confirm(fresh.id, world.phones.codeFor(next));
    await world.deps.background.settled();
    const [code, notice, ...more] = world.phones.sent.slice(before);
    expect([code?.to, notice?.to, more]).toEqual([next, number, []]);
    expect(notice?.text).not.toMatch(/\d{6}/);
  });

  it('D022: the number that is removed, alone or with all, and so before another is added in its place', async ({
    world,
  }) => {
    const { browser, number } = await phoneOwner(world);
    await browser.enrolApp();
    const phone = (await browser.security()).body.authenticators.find((one) => one.kind === 'phone');
    const before = world.phones.sent.length;
    expect((await browser.send('DELETE', `/api/authenticators/${phone?.id}`)).status).toBe(200);
    await world.deps.background.settled();
    expect(world.phones.sent.slice(before).map(({ to }) => to)).toEqual([number]);
    const other = await phoneOwner(world, 'c.petit@example.com', '+33639980056');
    const sent = world.phones.sent.length;
    expect((await other.browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    await world.deps.background.settled();
    const told = world.phones.sent.slice(sent);
    expect(told.map(({ to }) => to)).toEqual(['+33639980056']);
    expect(told[0]?.text).not.toMatch(/\d{6}/);
    expect((await other.browser.send('DELETE', '/api/two-factor')).status).toBe(409);
    await world.deps.background.settled();
    expect(world.phones.sent.slice(sent)).toHaveLength(1);
  });

  it('no number, where the app is replaced or a phone comes first', async ({ world }) => {
    const { browser } = await appOwner(world);
    await browser.enrolPhone('+33639980034', () => world.phones.codeFor('+33639980034'));
    const before = world.phones.sent.length;
    const app = (await browser.security()).body.authenticators.find((one) => one.kind === 'app');
    await browser.enrolApp(app?.id);
    await world.deps.background.settled();
    expect(world.phones.sent.slice(before)).toEqual([]);
  });

  it('no number, where an app comes beside the phone', async ({ world }) => {
    const { browser } = await phoneOwner(world);
    const before = world.phones.sent.length;
    await browser.enrolApp();
    await world.deps.background.settled();
    expect(world.phones.sent.slice(before)).toEqual([]);
  });
});
