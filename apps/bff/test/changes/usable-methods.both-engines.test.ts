import { describe, expect } from 'vitest';
import { offers } from '../support/offers.ts';
import { serverWith } from '../support/other-server.ts';
import { appOwner, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

describe.each(['sqlite', 'postgres'] as const)('methods that cannot be used, on %s', (engine) => {
  const it = test.extend('options', { engine }).extend(
    'withoutSms',
    ({ world }) =>
      () =>
        serverWith(world, { sms: null })(),
  );

  it('D006: with text messages off every view says so of the phone, and none promises it', async ({
    world,
    withoutSms,
  }) => {
    const { login, browser } = await ownerOfBoth(world);
    const off = withoutSms();
    for (const [name, value] of browser.cookies) off.cookies.set(name, value);
    const why = { method: 'sms', why: 'off' };
    expect((await off.session()).body).toMatchObject({
      protection: { app: 'usable', phone: 'off', smsOffered: false },
    });
    const { authenticators, smsOffered } = (await off.security()).body;
    expect(authenticators.map(({ kind, unusable }) => [kind, unusable])).toEqual([
      ['app', null],
      ['phone', 'off'],
    ]);
    expect(smsOffered).toBe(false);
    const stranger = withoutSms();
    expect((await stranger.signIn(login)).body).toMatchObject({
      methods: offers('otp', 'recovery'),
      unusable: [why],
    });
    world.clock.advance(601);
    expect((await off.send('DELETE', '/api/two-factor')).problem).toMatchObject({
      type: 'step-up-required',
      methods: offers('otp'),
      unusable: [why],
    });
  });

  it('D006: a phone alone, with text messages off, leaves the recovery code, and says why', async ({
    world,
    withoutSms,
  }) => {
    const { login, recoveryCode } = await phoneOwner(world);
    const off = withoutSms();
    expect((await off.signIn(login)).body).toMatchObject({
      methods: offers('recovery'),
      unusable: [{ method: 'sms', why: 'off' }],
    });
    expect((await off.answer('sms', '123456')).problem).toMatchObject({ type: 'sms-not-offered' });
    expect((await off.answer('recovery', recoveryCode)).body).toMatchObject({ byRecovery: 'pending' });
  });

  it('D056: what was lost and is replaced or removed is not told of any more', async ({ world }) => {
    for (const deal of ['replace', 'remove'] as const) {
      const { login, recoveryCode } = await ownerOfBoth(world, `${deal}@example.com`);
      const browser = world.browser();
      await browser.signIn(login);
      await browser.answer('recovery', recoveryCode);
      await browser.replaceRecoveryCode();
      expect((await browser.session()).body).toMatchObject({ byRecovery: 'finished' });
      const app = (await browser.security()).body.authenticators.find(({ kind }) => kind === 'app');
      if (deal === 'replace') await browser.enrolApp(app?.id);
      else await browser.send('DELETE', `/api/authenticators/${app?.id}`);
      expect((await browser.session()).body).toMatchObject({ state: 'authenticated', byRecovery: 'none' });
    }
  });

  it('D056: a method that is added beside the lost one deals with nothing', async ({ world }) => {
    const { login, recoveryCode } = await appOwner(world);
    const browser = world.browser();
    await browser.signIn(login);
    await browser.answer('recovery', recoveryCode);
    await browser.replaceRecoveryCode();
    await browser.enrolPhone('+33639980077', () => world.phones.codeFor('+33639980077'));
    expect((await browser.session()).body).toMatchObject({ byRecovery: 'finished' });
  });

  it('D010: number 1, number 2, then 1 again: the code on the phone still counts, and no message is held', async ({
    world,
  }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const begin = (number: string) => browser.begin({ kind: 'phone', country: 'FR', number });
    const first = await begin('+33639980021');
    const code = world.phones.codeFor('+33639980021');
    await begin('+33639980022');
    const sent = world.phones.sent.length;
    const again = await begin('+33639980021');
    expect(again.body).toMatchObject({ id: first.body.id, sms: { state: 'sent' } });
    expect(world.phones.sent).toHaveLength(sent);
    expect((await browser.confirm(again.body.id, code)).status).toBe(200);
  });

  it('D011: at an enrolment, too, a code for a message that never left is not counted', async ({ world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    world.phones.outcome = () => ({ kind: 'failed', failure: 'provider' });
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980023' });
    for (let guess = 0; guess < 6; guess += 1)
      expect((await browser.confirm(begun.body.id, '123456')).problem).toMatchObject({ type: 'no-code-sent' });
    expect((await browser.security()).body.phoneEnrolment).toMatchObject({ attemptsLeft: 5 });
  });
});
