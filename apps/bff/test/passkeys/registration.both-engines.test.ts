import { describe, expect } from 'vitest';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { SoftAuthenticator } from '../support/soft-authenticator.ts';
import { test } from '../support/test.ts';
import {
  answerWith,
  beginPasskey,
  confirmPasskey,
  enrolPasskey,
  optionsIn,
  passkeyOwner,
  WITH_PASSKEYS,
} from './passkey-owner.ts';

describe.each(['sqlite', 'postgres'] as const)('a passkey that is bound, on %s', (engine) => {
  const it = test
    .extend('options', { engine, environment: WITH_PASSKEYS })
    .extend('owner', ({ world }) => passkeyOwner(world));

  it('P02: the first one brings the recovery code, ends the other sessions and is written down', async ({ world }) => {
    const { login } = await world.account();
    const [browser, other] = [world.browser(), world.browser()];
    await browser.signIn(login);
    await other.signIn(login);
    const confirmed = await enrolPasskey(browser, new SoftAuthenticator(), { name: ' Phone ' });
    expect(confirmed).toEqual({
      recoveryCode: expect.objectContaining({ code: expect.any(String) }),
      endedSessions: 1,
    });
    expect((await other.security()).problem?.type).toBe('not-signed-in');
    const { body } = await browser.security();
    expect(body).toMatchObject({ twoFactorOn: true });
    expect(body.authenticators).toEqual([
      {
        id: expect.any(String),
        kind: 'passkey',
        addedAt: world.clock.now().toISOString(),
        lastUsedAt: null,
        unusable: null,
        name: 'Phone',
        as: 'passkey',
        aaguid: null,
        synced: false,
      },
    ]);
    expect(body.events).toContainEqual(
      expect.objectContaining({ kind: 'authenticator-added', authenticatorKind: 'passkey' }),
    );
    expect((await browser.session()).body).toMatchObject({
      assuranceLevel: 'aal2',
      protection: { passkey: 'usable', passkeysOffered: true },
    });
    expect((await checkDatabase(world.deps)).flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('P03: wants a fresh proof before it begins', async ({ world, owner }) => {
    world.clock.advance(601);
    const refused = await owner.browser.begin({ kind: 'passkey', as: 'passkey' });
    expect(refused.problem).toMatchObject({ type: 'step-up-required', methods: [{ method: 'passkey' }] });
  });

  it('P04: what is asked for: one handle for ever, nothing of the person in it, what there is already, no attestation', async ({
    world,
    owner,
  }) => {
    const first = await beginPasskey(owner.browser);
    const { rp, user, pubKeyCredParams, timeout, attestation, authenticatorSelection, excludeCredentials } =
      first.options;
    expect({ rp: rp.id, timeout, attestation }).toEqual({ rp: 'localhost', timeout: 300_000, attestation: 'none' });
    expect(pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -257]);
    expect(Buffer.from(first.options.challenge, 'base64url')).toHaveLength(32);
    expect(authenticatorSelection).toEqual({
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    });
    const handle = Buffer.from(user.id, 'base64url');
    expect(handle).toHaveLength(32);
    for (const personal of [owner.id, owner.login]) expect(handle.toString('latin1')).not.toContain(personal);
    const { id } = owner.authenticator.get({ ...optionsIn(await world.browser().signIn(owner.login)) });
    expect(excludeCredentials).toEqual([{ id, type: 'public-key', transports: ['internal'] }]);

    // A reload finds the same; asked for otherwise it is another process, and the same handle.
    expect((await beginPasskey(owner.browser)).options).toEqual(first.options);
    const key = await beginPasskey(owner.browser, 'security-key');
    expect(key.options).toMatchObject({
      user: { id: user.id },
      hints: ['security-key'],
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    });
    expect(key.options.challenge).not.toBe(first.options.challenge);
    const stranger = await passkeyOwner(world, 'b.martin@example.com');
    expect((await beginPasskey(stranger.browser)).options.user.id).not.toBe(user.id);
  });

  it('PK12: two keys of one model are two, and each answers', async ({ world, owner }) => {
    const second = new SoftAuthenticator();
    await enrolPasskey(owner.browser, second, { as: 'security-key', bent: { uv: false } });
    for (const one of [owner.authenticator, second]) {
      const browser = world.browser();
      const begun = await browser.signIn(owner.login);
      expect(optionsIn(begun).allowCredentials).toHaveLength(2);
      expect((await answerWith(browser, one.get(optionsIn(begun)))).status).toBe(200);
    }
  });

  it('P37: an account has ten of them, and the eleventh is a conflict', async ({ owner }) => {
    for (let count = 1; count < 10; count += 1) await enrolPasskey(owner.browser, new SoftAuthenticator());
    const eleventh = await owner.browser.begin({ kind: 'passkey', as: 'passkey' });
    expect(eleventh.problem).toMatchObject({ type: 'conflict', conflict: 'already-enrolled' });
    // One takes the place of another all the same.
    const [replaced] = (await owner.browser.security()).body.authenticators;
    await enrolPasskey(owner.browser, new SoftAuthenticator(), { ...(replaced && { replaces: replaced.id }) });
  });

  it('a credential that any account has is bound to nobody else', async ({ world, owner }) => {
    const { id, options } = await beginPasskey(owner.browser);
    const credential = owner.authenticator.create(options);
    expect((await confirmPasskey(owner.browser, id, { credential })).status).toBe(200);
    const { login } = await world.account('b.martin@example.com');
    const other = world.browser();
    await other.signIn(login);
    const begun = await beginPasskey(other);
    const copied = owner.authenticator.create(begun.options, {}, credential.id);
    const refused = await confirmPasskey(other, begun.id, { credential: copied });
    expect(refused.problem).toMatchObject({ type: 'conflict', conflict: 'already-enrolled' });
  });

  it('P29: a new password leaves passkeys, and asks for them', async ({ world, owner }) => {
    const changed = 'copper harbour 88 thistle';
    expect((await owner.browser.send('POST', '/api/password', { newPassword: changed })).status).toBe(200);
    const browser = world.browser();
    const begun = await browser.signIn(owner.login, changed);
    expect((await browser.security()).status).toBe(401);
    expect((await answerWith(browser, owner.authenticator.get(optionsIn(begun)))).status).toBe(200);
  });

  it('P30: who came in by the recovery code sees passkeys and removes one, once the fresh code is fetched', async ({
    world,
    owner,
  }) => {
    const browser = world.browser();
    await browser.signIn(owner.login);
    await browser.answer('recovery', owner.recoveryCode);
    expect((await browser.begin({ kind: 'passkey', as: 'passkey' })).status).not.toBe(201);
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    const [lost] = (await browser.security()).body.authenticators;
    await enrolPasskey(browser, new SoftAuthenticator());
    expect((await browser.send('DELETE', `/api/authenticators/${lost?.id}`)).status).toBe(200);
    expect((await browser.security()).body.authenticators).toHaveLength(1);
  });

  it('steps up by password and assertion', async ({ world, owner }) => {
    world.clock.advance(601);
    const asked = await owner.browser.send<{ methods: { method: string; options: never }[] }>(
      'POST',
      '/api/step-up/offers',
    );
    const options = asked.body.methods.find(({ method }) => method === 'passkey')?.options as never;
    const answer = { method: 'passkey', credential: owner.authenticator.get(options) };
    const stepped = await owner.browser.send('POST', '/api/step-up', { password: PASSWORD, answer });
    expect(stepped.status).toBe(200);
    expect((await owner.browser.send('DELETE', '/api/two-factor')).status).toBe(200);
  });
});
