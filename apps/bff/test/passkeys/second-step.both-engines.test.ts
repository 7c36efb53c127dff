import { describe, expect } from 'vitest';
import { SoftAuthenticator } from '../support/soft-authenticator.ts';
import { test } from '../support/test.ts';
import { answerWith, beginPasskey, confirmPasskey, optionsIn, passkeyOwner, WITH_PASSKEYS } from './passkey-owner.ts';

describe.each(['sqlite', 'postgres'] as const)('a passkey beside the password, on %s', (engine) => {
  const it = test
    .extend('options', { engine, environment: WITH_PASSKEYS })
    .extend('owner', ({ world }) => passkeyOwner(world));

  it('P09: answers the second step, and the session is of two factors', async ({ world, owner }) => {
    const browser = world.browser();
    const begun = await browser.signIn(owner.login);
    expect(begun.body).toMatchObject({ methods: [{ method: 'passkey' }, { method: 'recovery' }], unusable: [] });
    const answered = await answerWith(browser, owner.authenticator.get(optionsIn(begun)));
    expect(answered.body).toMatchObject({ state: 'authenticated', assuranceLevel: 'aal2' });
  });

  it('P10: a key that does not verify its user will do beside the password', async ({ world, owner }) => {
    const browser = world.browser();
    const options = optionsIn(await browser.signIn(owner.login));
    expect(options.userVerification).toBe('preferred');
    const answered = await answerWith(browser, owner.authenticator.get(options, { uv: false }));
    expect(answered.body).toMatchObject({ assuranceLevel: 'aal2' });
  });

  it('P07: one assertion sent twice at once makes one session', async ({ world, owner }) => {
    const browser = world.browser();
    const credential = owner.authenticator.get(optionsIn(await browser.signIn(owner.login)));
    const statuses = await Promise.all([browser.copy(), browser.copy()].map((one) => answerWith(one, credential)));
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 410]);
  });

  it('P31: one that is removed while it is looked at opens nothing', async ({ world, owner }) => {
    const browser = world.browser();
    const credential = owner.authenticator.get(optionsIn(await browser.signIn(owner.login)));
    expect((await owner.browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    expect((await answerWith(browser, credential)).problem?.type).toBe('challenge-over');
  });

  it('P32: the first one beside a sign-in by password alone: the epoch lets one of them through', async ({ world }) => {
    const { login } = await world.account('b.martin@example.com');
    const [browser, other] = [world.browser(), world.browser()];
    await browser.signIn(login);
    const { id, options } = await beginPasskey(browser);
    const credential = new SoftAuthenticator().create(options);
    const [confirmed] = await Promise.all([confirmPasskey(browser, id, { credential }), other.signIn(login)]);
    expect(confirmed.status).toBe(200);
    // Whichever came first: no session of the password alone is left.
    expect((await other.security()).status).not.toBe(200);
  });

  it('P08: what ran out by the clock is over', async ({ world, owner }) => {
    const browser = world.browser();
    const credential = owner.authenticator.get(optionsIn(await browser.signIn(owner.login)));
    world.clock.advance(601);
    expect((await answerWith(browser, credential)).problem).toMatchObject({
      type: 'challenge-over',
      reason: 'expired',
    });
  });
});
