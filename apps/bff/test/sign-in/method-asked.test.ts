import { describe, expect } from 'vitest';
import { offers } from '../support/offers.ts';
import { appOwner, codeAhead, ownerOfBoth, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

describe('the method that a sign-in asks for', () => {
  test('C047: the method asked for is the one that was used last, and an enrolment that was given up has no weight', async ({
    world,
  }) => {
    const owner = await ownerOfBoth(world);
    const asked = async () => (await world.browser().signIn(owner.login)).body;
    expect(await asked()).toMatchObject({ methods: offers('otp', 'sms', 'recovery') });
    const byPhone = world.browser();
    await byPhone.signIn(owner.login);
    await byPhone.send('POST', '/api/sign-in/challenge/sms');
    await byPhone.answer('sms', world.phones.codeFor(owner.number));
    expect(await asked()).toMatchObject({ methods: offers('sms', 'otp', 'recovery') });
    world.clock.advance(600);
    const other = world.browser();
    await other.signIn(owner.login);
    await other.answer('otp', codeAhead(world, owner.secret));
    expect(await asked()).toMatchObject({ methods: offers('otp', 'sms', 'recovery') });
    const phone = (await other.security()).body.authenticators.find((one) => one.kind === 'phone');
    await other.begin({ kind: 'phone', country: 'FR', number: '+33639980056', replaces: phone?.id ?? '' });
    expect(await asked()).toMatchObject({
      methods: [{ method: 'otp' }, { method: 'sms', phoneHint: '34' }, { method: 'recovery' }],
    });
  });

  test('C047: an app that took the place of a phone is asked for, and the other way round', async ({ world }) => {
    const { browser, login, number } = await phoneOwner(world);
    const phone = (await browser.security()).body.authenticators[0];
    await browser.enrolApp();
    expect((await browser.send('DELETE', `/api/authenticators/${phone?.id}`)).status).toBe(200);
    expect((await world.browser().signIn(login)).body).toMatchObject({ methods: offers('otp', 'recovery') });
    const app = (await browser.security()).body.authenticators[0];
    world.clock.advance(60);
    await browser.enrolPhone(number, () => world.phones.codeFor(number));
    await browser.send('DELETE', `/api/authenticators/${app?.id}`);
    expect((await world.browser().signIn(login)).body).toMatchObject({
      methods: [{ method: 'sms', phoneHint: '12' }, { method: 'recovery' }],
    });
  });

  test('C048: people without two-factor see no code page, and one who is at it when it is turned off begins again', async ({
    world,
  }) => {
    const { browser, login, secret } = await appOwner(world);
    const other = world.browser();
    await other.signIn(login);
    await browser.send('DELETE', '/api/two-factor');
    expect((await other.answer('otp', codeAhead(world, secret))).problem).toMatchObject({ type: 'challenge-over' });
    expect((await other.session()).body.state).toBe('anonymous');
    expect((await other.signIn(login)).body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal1' });
  });
});
