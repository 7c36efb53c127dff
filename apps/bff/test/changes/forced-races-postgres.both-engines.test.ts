import { describe, expect } from 'vitest';
import { changeAccount } from '../../src/flows/operators/change-account.ts';
import { codeOf } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import { untilSomebodyWaits } from '../support/lock-waits.ts';
import { trappedServer } from '../support/other-server.ts';
import { appOwner, nextCode } from '../support/owners.ts';
import { test } from '../support/test.ts';

/** On SQLite a unit of work is one turn; in the midst of one only PostgreSQL lets others go on. */
describe('races in the midst of a transaction, on postgres', () => {
  const it = test.extend('options', { engine: 'postgres' });

  it('a password-only session that is being written ends with the enrolment that waited for it', async ({ world }) => {
    const { login } = await world.account();
    const owner = world.browser();
    await owner.signIn(login);
    const begun = await owner.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app');
    const { database, browser } = trappedServer(world);
    const hold = database.holdBefore('session_insert');
    const thief = browser();
    const signingIn = thief.signIn(login);
    await hold.reached;
    const confirming = owner.confirm(begun.body.id, codeOf(begun.body.key, world.clock.now()));
    await untilSomebodyWaits(world.database);
    hold.release();
    await signingIn;
    expect((await confirming).body.endedSessions).toBe(1);
    expect((await thief.session()).body.state).toBe('anonymous');
  });

  it('of two first enrolments under way at once the one that holds the account wins', async ({ world }) => {
    const { login } = await world.account();
    const { database, browser } = trappedServer(world);
    const first = browser();
    await first.signIn(login);
    const app = await first.begin({ kind: 'app' });
    if (app.body.kind !== 'app') throw new Error('no app');
    const second = world.browser();
    await second.signIn(login);
    const phone = await second.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
    const hold = database.holdBefore('recovery_insert');
    const winning = first.confirm(app.body.id, codeOf(app.body.key, world.clock.now()));
    await hold.reached;
    const losing = second.confirm(phone.body.id, world.phones.codeFor('+33639980012'));
    await untilSomebodyWaits(world.database);
    hold.release();
    expect((await winning).status).toBe(200);
    expect((await losing).problem).toMatchObject({ type: 'conflict', conflict: 'changed-elsewhere' });
    const { recoveryCodes, authenticators } = await readEverything(world.database);
    expect(authenticators.map((one) => one.kind)).toEqual(['app']);
    expect(recoveryCodes.map((one) => one.state)).toEqual(['active']);
  });

  it('turning off leaves no recovery code behind when one was being replaced (C044)', async ({ world }) => {
    const { browser, login, secret } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const second = trapped();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const hold = database.holdBefore('recovery_insert');
    const replacing = second.replaceRecoveryCode();
    await hold.reached;
    const turningOff = browser.send('DELETE', '/api/two-factor');
    await untilSomebodyWaits(world.database);
    hold.release();
    expect((await replacing).status).toBe(201);
    expect((await turningOff).status).toBe(200);
    expect((await readEverything(world.database)).recoveryCodes).toEqual([]);
  });

  it('a recovery code that is being replaced is not reserved as well', async ({ world }) => {
    const { login, secret, recoveryCode } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const second = trapped();
    await second.signIn(login);
    await second.answer('otp', nextCode(world, secret));
    const other = world.browser();
    await other.signIn(login);
    const hold = database.holdBefore('recovery_insert');
    const replacing = second.replaceRecoveryCode();
    await hold.reached;
    const answering = other.answer('recovery', recoveryCode);
    await untilSomebodyWaits(world.database);
    hold.release();
    expect((await replacing).status).toBe(201);
    expect((await answering).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 4 });
  });

  it('D025: of two operators who give the same login at once one is told that it is taken', async ({ world }) => {
    const one = await world.account('one@example.com');
    const two = await world.account('two@example.com');
    const { database } = trappedServer(world);
    const login = 'both@example.com';
    const hold = database.holdBefore('session_end_all');
    const first = changeAccount({ ...world.deps, database }, one.id, { login });
    await hold.reached;
    const second = changeAccount(world.deps, two.id, { login });
    await untilSomebodyWaits(world.database);
    hold.release();
    expect([(await first).kind, (await second).kind]).toEqual(['changed', 'taken']);
    expect((await readEverything(world.database)).accounts.map((account) => account.login).toSorted()).toEqual([
      login,
      two.login,
    ]);
  });

  it('D048: a change and a code that is being paid for do not wait for each other crosswise', async ({ world }) => {
    const { browser, login } = await appOwner(world);
    const { database, browser: trapped } = trappedServer(world);
    const guesser = trapped();
    await guesser.signIn(login);
    await guesser.answer('otp', '000000');
    const hold = database.holdBefore('challenge_pay');
    const guessing = guesser.answer('otp', '000000');
    await hold.reached;
    const turningOff = browser.send('DELETE', '/api/two-factor');
    await untilSomebodyWaits(world.database);
    hold.release();
    expect([(await guessing).problem?.type, (await turningOff).status]).toEqual(['wrong-code', 200]);
  });
});
