import { describe, expect } from 'vitest';
import { codeOf } from '../support/browser.ts';
import { holdPasswords } from '../support/held-ports.ts';
import { readEverything } from '../support/invariants.ts';
import { offers } from '../support/offers.ts';
import { serverWith, trappedServer } from '../support/other-server.ts';
import { appOwner, nextCode, phoneOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';

const changedElsewhere = { type: 'conflict', conflict: 'changed-elsewhere', status: 409 };

describe.each(['sqlite', 'postgres'] as const)('races decided one way or the other, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    /** An account without two-factor, with a session that is about to confirm an app. */
    .extend('aboutToEnrol', ({ world }) => async () => {
      const { login } = await world.account();
      const owner = world.browser();
      await owner.signIn(login);
      const begun = await owner.begin({ kind: 'app' });
      if (begun.body.kind !== 'app') throw new Error('no app');
      const { id, key } = begun.body;
      return { login, owner, key, confirm: () => owner.confirm(id, codeOf(key, world.clock.now())) };
    });

  it('a sign-in that read "no authenticator" gets a challenge when an enrolment commits before its session', async ({
    world,
    aboutToEnrol,
  }) => {
    const { login, key, confirm } = await aboutToEnrol();
    const { database, browser } = trappedServer(world);
    const hold = database.holdBefore('account_admit');
    const thief = browser();
    const signingIn = thief.signIn(login);
    await hold.reached;
    expect((await confirm()).status).toBe(200);
    hold.release();
    expect((await signingIn).body).toMatchObject({ state: 'challenged', methods: offers('otp', 'recovery') });
    expect(thief.cookies.has('session')).toBe(false);
    expect((await readEverything(world.database)).sessions).toHaveLength(1);
    expect((await thief.answer('otp', nextCode(world, key))).body).toMatchObject({ assuranceLevel: 'aal2' });
  });

  it('a sign-in whose password is hashed while an enrolment commits gets a challenge that can be answered', async ({
    world,
    aboutToEnrol,
  }) => {
    const { login, key, confirm } = await aboutToEnrol();
    const { passwords, hold } = holdPasswords(world.deps.passwords);
    const other = serverWith(world, { passwords })();
    const signingIn = other.signIn(login);
    await hold.reached;
    expect((await confirm()).status).toBe(200);
    hold.release();
    expect((await signingIn).body).toMatchObject({ state: 'challenged', methods: offers('otp', 'recovery') });
    expect((await other.answer('otp', nextCode(world, key))).body).toMatchObject({ assuranceLevel: 'aal2' });
  });

  it('a challenge that is written while two-factor is turned off leads to a sign-in, not to a dead end', async ({
    world,
  }) => {
    const { login, browser } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const hold = database.holdBefore('account_hold');
    const other = trapped();
    const signingIn = other.signIn(login);
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await signingIn).body).toMatchObject({
      state: 'authenticated',
      assuranceLevel: 'aal1',
      twoFactorOn: false,
    });
  });

  it('a sign-in with the old password loses against a change of password made while it was hashed', async ({
    world,
  }) => {
    const { login } = await world.account();
    const owner = world.browser();
    await owner.signIn(login);
    const { passwords, hold } = holdPasswords(world.deps.passwords);
    const other = serverWith(world, { passwords })();
    const signingIn = other.signIn(login);
    await hold.reached;
    const changed = await owner.send('POST', '/api/password', { newPassword: 'copper harbour 88 thistle' });
    expect(changed.status).toBe(200);
    hold.release();
    expect((await signingIn).problem).toMatchObject({ type: 'wrong-credentials', status: 401 });
    expect((await readEverything(world.database)).sessions).toHaveLength(1);
  });

  it('of two first enrolments in two sessions one binds and shows the one recovery code; the other session ends', async ({
    world,
    aboutToEnrol,
  }) => {
    const { login, confirm } = await aboutToEnrol();
    const { database, browser } = trappedServer(world);
    const second = browser();
    await second.signIn(login);
    const phone = await second.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
    const hold = database.holdBefore('account_raise_epoch');
    const late = second.confirm(phone.body.id, world.phones.codeFor('+33639980012'));
    await hold.reached;
    const won = await confirm();
    expect(won.body.recoveryCode).not.toBeNull();
    hold.release();
    expect((await late).problem).toMatchObject(changedElsewhere);
    const { authenticators, recoveryCodes, sessions, enrolments } = await readEverything(world.database);
    expect(authenticators.map((one) => one.kind)).toEqual(['app']);
    expect(recoveryCodes.map((one) => [one.id, one.state])).toEqual([[won.body.recoveryCode?.id, 'active']]);
    expect(sessions).toHaveLength(1);
    // The confirmed one stays, without its secret, to tell a repeated request the truth.
    expect(enrolments.map(({ state, sealed }) => ({ state, sealed }))).toEqual([{ state: 'confirmed', sealed: '' }]);
  });

  it('a right answer is worth nothing when two-factor is turned off before it is spent', async ({ world }) => {
    const { login, browser, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const other = trapped();
    await other.signIn(login);
    const hold = database.holdBefore('account_admit');
    const answering = other.answer('otp', nextCode(world, secret));
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await answering).problem).toMatchObject({ type: 'challenge-over', status: 410 });
    expect(other.cookies.has('session')).toBe(false);
    expect((await readEverything(world.database)).sessions).toHaveLength(1);
  });

  it('a right answer from an app that is replaced meanwhile opens nothing', async ({ world }) => {
    const { login, browser, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const other = trapped();
    await other.signIn(login);
    const app = (await browser.security()).body.authenticators[0];
    const hold = database.holdBefore('account_admit');
    const answering = other.answer('otp', nextCode(world, secret));
    await hold.reached;
    await browser.enrolApp(app?.id);
    hold.release();
    expect((await answering).problem).toMatchObject({ type: 'challenge-over', status: 410 });
    expect((await readEverything(world.database)).sessions).toHaveLength(1);
  });

  it('a recovery code that is replaced while it is answered with is a wrong code', async ({ world }) => {
    const { login, browser, recoveryCode } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const other = trapped();
    await other.signIn(login);
    const hold = database.holdBefore('account_admit');
    const answering = other.answer('recovery', recoveryCode);
    await hold.reached;
    expect((await browser.replaceRecoveryCode()).status).toBe(201);
    hold.release();
    expect((await answering).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
    expect((await readEverything(world.database)).sessions).toHaveLength(1);
  });

  it('turning off loses against a second authenticator that is confirmed first', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const { database, moved } = trappedServer(world);
    const second = world.browser();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const hold = database.holdBefore('account_raise_epoch');
    const turningOff = moved(browser).send('DELETE', '/api/two-factor');
    await hold.reached;
    await second.enrolPhone('+33639980012', () => world.phones.codeFor('+33639980012'));
    hold.release();
    expect((await turningOff).problem).toMatchObject(changedElsewhere);
    expect((await readEverything(world.database)).authenticators.map((one) => one.kind)).toEqual(['app', 'phone']);
  });

  it('confirming a second authenticator loses against turning off', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const second = trapped();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const phone = await second.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
    const hold = database.holdBefore('account_raise_epoch');
    const confirming = second.confirm(phone.body.id, world.phones.codeFor('+33639980012'));
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await confirming).problem).toMatchObject(changedElsewhere);
    const { authenticators, recoveryCodes, enrolments, challenges } = await readEverything(world.database);
    expect({ authenticators, recoveryCodes, enrolments, challenges }).toEqual({
      authenticators: [],
      recoveryCodes: [],
      enrolments: [],
      challenges: [],
    });
  });

  it('a recovery code is not replaced once two-factor is off', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const second = trapped();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const hold = database.holdBefore('account_hold');
    const replacing = second.replaceRecoveryCode();
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await replacing).problem).toMatchObject(changedElsewhere);
    expect((await readEverything(world.database)).recoveryCodes).toEqual([]);
  });

  it('a session that came in by recovery finishes nothing once two-factor is off', async ({ world }) => {
    const { browser, login, recoveryCode } = await phoneOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const other = trapped();
    await other.signIn(login);
    await other.answer('recovery', recoveryCode);
    const hold = database.holdBefore('account_raise_epoch');
    const finishing = other.replaceRecoveryCode();
    await hold.reached;
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    hold.release();
    expect((await finishing).problem).toMatchObject(changedElsewhere);
    expect((await other.session()).body.state).toBe('anonymous');
  });

  it('a step-up does not bring back a session that was ended meanwhile', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const second = trapped();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const hold = database.holdBefore('account_hold');
    const answer = { method: 'otp', code: nextCode(world, secret) };
    const stepping = second.send('POST', '/api/step-up', { password: 'meadow lantern 42 orbit', answer });
    await hold.reached;
    expect((await browser.send('DELETE', '/api/sessions')).body).toEqual({ endedSessions: 1 });
    hold.release();
    expect((await stepping).problem).toMatchObject({ type: 'challenge-over', status: 410 });
    expect((await second.session()).body.state).toBe('anonymous');
  });
});
