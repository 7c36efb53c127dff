import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { type Bent, SoftAuthenticator } from '../support/soft-authenticator.ts';
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

const it = test
  .extend('options', { environment: WITH_PASSKEYS })
  .extend('owner', ({ world }) => passkeyOwner(world))
  .extend('asked', async ({ world, owner }) => {
    const browser = world.browser();
    return { browser, options: optionsIn(await browser.signIn(owner.login)) };
  });

/** What does not hold, whatever else is right with it. */
const BENT: Readonly<Record<string, Bent>> = {
  'another origin': { origin: 'https://console.example.net' },
  'another port': { origin: 'http://localhost:9999' },
  'another host': { rpId: 'example.net' },
  'another challenge': { challenge: Buffer.alloc(32, 1).toString('base64url') },
  'no challenge': { challenge: '' },
  'the other ceremony': { type: 'webauthn.whatever' },
  'inside a frame of another site': { clientData: { crossOrigin: true } },
  'inside a frame of a named site': { clientData: { crossOrigin: true, topOrigin: 'https://example.net' } },
  'a site above it': { clientData: { topOrigin: 'https://example.net' } },
  'nobody present': { up: false },
  'backed up without being able to': { be: false, bs: true },
};

describe('what does not hold is refused alike', () => {
  it.for(Object.entries(BENT))('P20: a binding: %s', async ([, bent], { world }) => {
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    const { id, options } = await beginPasskey(browser);
    const refused = await confirmPasskey(browser, id, { credential: new SoftAuthenticator().create(options, bent) });
    expect(refused.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect((await browser.session()).body).toMatchObject({ twoFactorOn: false });
  });

  it.for(Object.entries({ ...BENT, 'a signature of something else': { badSignature: true } }))(
    'P20: a second step: %s',
    async ([, bent], { owner, asked }) => {
      const refused = await answerWith(asked.browser, owner.authenticator.get(asked.options, bent));
      expect(refused.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    },
  );

  it('P20: a passkey that does not verify its user is not bound as one, and is as a security key', async ({
    owner,
  }) => {
    const { id, options } = await beginPasskey(owner.browser);
    const refused = await confirmPasskey(owner.browser, id, {
      credential: new SoftAuthenticator().create(options, { uv: false }),
    });
    expect(refused.problem?.type).toBe('wrong-code');
    await enrolPasskey(owner.browser, new SoftAuthenticator(), { as: 'security-key', bent: { uv: false } });
  });

  it('P19: a handle of another account is refused, and none at all is no harm beside the password', async ({
    owner,
    asked,
  }) => {
    const foreign = { userHandle: Buffer.alloc(32, 3).toString('base64url') };
    const refused = await answerWith(asked.browser, owner.authenticator.get(asked.options, foreign));
    expect(refused.problem?.type).toBe('wrong-code');
    const none = owner.authenticator.get(asked.options, { userHandle: null });
    expect((await answerWith(asked.browser, none)).status).toBe(200);
  });

  it('P18: somebody else’s credential is refused, and costs one try of the sign-in and none of the account', async ({
    world,
    asked,
    owner,
  }) => {
    const mallory = await passkeyOwner(world, 'mallory@example.com');
    const theirs = { ...asked.options, allowCredentials: [] };
    for (let left = 4; left >= 0; left -= 1) {
      const refused = await answerWith(asked.browser, mallory.authenticator.get(theirs));
      expect(refused.problem).toMatchObject({ type: 'wrong-code', attemptsLeft: left });
    }
    expect((await answerWith(asked.browser, owner.authenticator.get(asked.options))).problem?.type).toBe(
      'challenge-over',
    );
    const again = world.browser();
    const next = optionsIn(await again.signIn(owner.login));
    expect((await answerWith(again, owner.authenticator.get(next))).status).toBe(200);
  });

  it('P06: what was asked for in one process is no answer in another', async ({ world, owner, asked }) => {
    const other = world.browser();
    const elsewhere = optionsIn(await other.signIn(owner.login));
    const enrolling = (await beginPasskey(owner.browser)).options;
    for (const challenge of [elsewhere.challenge, enrolling.challenge])
      expect(
        (await answerWith(asked.browser, owner.authenticator.get(asked.options, { challenge }))).problem?.type,
      ).toBe('wrong-code');
    const { id, options } = await beginPasskey(owner.browser);
    const credential = new SoftAuthenticator().create(options, { challenge: asked.options.challenge });
    expect((await confirmPasskey(owner.browser, id, { credential })).problem?.type).toBe('wrong-code');
    const answer = { method: 'passkey', credential: owner.authenticator.get(asked.options) };
    const stepped = await owner.browser.send('POST', '/api/step-up', { password: PASSWORD, answer });
    expect(stepped.problem?.type).toBe('wrong-code');
  });

  const whole = 'AAAA';
  it.for([
    null,
    [],
    'text',
    7,
    {},
    { id: whole },
    { id: '', response: {} },
    { id: whole, response: null },
    { id: whole, response: [] },
    {
      id: '__proto__',
      response: { clientDataJSON: 'constructor', authenticatorData: 'toString', signature: '__proto__' },
    },
    { id: whole, response: { clientDataJSON: whole, authenticatorData: whole, signature: whole } },
    { id: whole, response: { clientDataJSON: '', authenticatorData: '', signature: '' } },
    { id: whole, response: { clientDataJSON: '+/=', authenticatorData: whole, signature: whole } },
    { id: whole, response: { clientDataJSON: whole, authenticatorData: whole, signature: 'A'.repeat(8192) } },
  ])('P20: %j is no answer and no fault', async (credential, { asked }) => {
    const { status, problem } = await answerWith(asked.browser, credential);
    expect([401, 413, 422]).toContain(status);
    expect(['wrong-code', 'malformed', 'too-large']).toContain(problem?.type);
  });

  it('P20: what is garbled inside is refused as well', async ({ owner, asked }) => {
    const right = owner.authenticator.get(asked.options);
    for (const part of ['clientDataJSON', 'authenticatorData', 'signature'] as const)
      for (const garbled of ['AAAA', Buffer.from('null').toString('base64url'), right.response[part].slice(0, -8)]) {
        const browser = asked.browser.copy();
        const response = { ...right.response, [part]: garbled };
        const { status } = await answerWith(browser, { ...right, response });
        expect([401, 410]).toContain(status);
      }
  });
});

describe('where passkeys are off', () => {
  test('P35: nobody is offered one, whoever asks is told, and an account that has one is not let in without it', async ({
    openWorld,
  }) => {
    const on = await openWorld({ environment: WITH_PASSKEYS });
    const owner = await passkeyOwner(on);
    for (const environment of [{}, { ...WITH_PASSKEYS, PUBLIC_ORIGIN: 'http://127.0.0.1:8787' }]) {
      const off = await openWorld({ database: on.database, environment });
      const browser = off.browser();
      const origin = { origin: off.deps.config.PUBLIC_ORIGIN, host: new URL(off.deps.config.PUBLIC_ORIGIN).host };
      const begun = await browser.send('POST', '/api/sign-in', { login: owner.login, password: PASSWORD }, origin);
      expect(begun.body).toMatchObject({
        methods: [{ method: 'recovery' }],
        unusable: [{ method: 'passkey', why: 'off' }],
      });
      const { login } = await off.account(`b${Math.random()}@example.com`);
      const other = off.browser();
      await other.send('POST', '/api/sign-in', { login, password: PASSWORD }, origin);
      const refused = await other.send('POST', '/api/enrolments', { kind: 'passkey', as: 'passkey' }, origin);
      expect(refused.problem?.type).toBe('passkeys-not-offered');
    }
  });
});

describe('P35: switched off while somebody is about to use one', () => {
  it('none is bound any more, and none answers', async ({ world, owner, asked }) => {
    const deps = { ...world.deps, config: { ...world.deps.config, PASSKEYS: false } };
    const app = createApp(deps);
    const elsewhere = (browser: Browser) => {
      const same = new Browser(app, deps);
      for (const [name, value] of browser.cookies) same.cookies.set(name, value);
      return same;
    };
    const { id, options } = await beginPasskey(owner.browser);
    const credential = new SoftAuthenticator().create(options);
    const off = { type: 'passkeys-not-offered' };
    expect((await confirmPasskey(elsewhere(owner.browser), id, { credential })).problem).toMatchObject(off);
    const answer = owner.authenticator.get(asked.options);
    expect((await answerWith(elsewhere(asked.browser), answer)).problem).toMatchObject(off);
    expect((await answerWith(asked.browser, answer)).status).toBe(200);
  });
});

describe('what a passkey is called', () => {
  it.for(['x\n  recovery code  issued', 'x\u2028y', 'safe\u202egnp', '\u0007'])(
    'is one line that is read as it is written: %j',
    async (name, { world }) => {
      const browser = world.browser();
      await browser.signIn((await world.account()).login);
      const { id, options } = await beginPasskey(browser);
      const credential = new SoftAuthenticator().create(options);
      expect((await confirmPasskey(browser, id, { credential, name })).problem?.type).toBe('malformed');
      expect((await confirmPasskey(browser, id, { credential, name: 'Clé d’Émile 👩\u200d🔧' })).status).toBe(200);
    },
  );
});
