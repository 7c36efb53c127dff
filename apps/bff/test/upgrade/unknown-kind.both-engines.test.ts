import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect } from 'vitest';
import { describeAccount } from '../../src/flows/operators/describe-account.ts';
import { resetTwoFactor } from '../../src/flows/operators/reset-two-factor.ts';
import { setPassword } from '../../src/flows/operators/set-password.ts';
import { checkDatabase } from '../../src/flows/running/check-database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { listAccountsAfter } from '../../src/store/operator-accounts.ts';
import { codeOf } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { offers } from '../support/offers.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { test } from '../support/test.ts';
import { ask, rebuilding } from './filled-database.ts';

/** What keeps such rows out is taken away, as in a database that somebody has worked on by hand. */
async function dropCheck(url: string): Promise<void> {
  if (!url.startsWith('sqlite:'))
    return void (await ask(url, 'alter table authenticator drop constraint authenticator_kind_known'));
  const loose = (create: string) => create.replace(/,\s*CONSTRAINT "authenticator_kind_known"[^\n]*\n\)/, '\n)');
  const connection = new SqliteDatabase(url.slice('sqlite:'.length));
  for (const statement of await rebuilding(url, 'authenticator', loose)) connection.exec(statement);
  connection.close();
}

const NEW_PASSWORD = 'copper harbour 88 thistle';

describe.each(['sqlite', 'postgres'] as const)('an authenticator of a kind that nobody knows, on %s', (engine) => {
  const it = test
    .extend('url', async ({ folder }) =>
      engine === 'sqlite' ? `sqlite:${join(folder, 'console.sqlite')}` : await createTestDatabase(),
    )
    .extend('opened', async ({ url }, { onCleanup }) => {
      const opening = { url, migrations: MIGRATIONS, as: 'serve', onIdleError: () => undefined } as const;
      await (await openDatabase(opening)).close();
      await dropCheck(url);
      const opened = await openDatabase(opening);
      onCleanup(() => opened.close());
      return opened;
    })
    .extend('options', ({ opened }) => ({ database: opened, planted: 'an authenticator of a kind that nobody knows' }))
    .extend('account', async ({ world }) => await world.account())
    .extend(
      'plant',
      ({ url }) =>
        (id = 'planted') =>
          ask(
            url,
            `insert into authenticator (id, account_id, kind, sealed, last_step, added_at)
       select '${id}', id, 'pigeon', 'sealed', 0, created_at from account`,
          ),
    )
    .extend(
      'told',
      ({ world }) =>
        () =>
          world.logged.filter(({ message }) => message.includes('kind that this release does not know')),
    );

  it('D008: opens no session to the password alone, and ends the use of one that there is', async ({
    world,
    account,
    plant,
  }) => {
    const before = world.browser();
    await before.signIn(account.login);
    await plant();
    expect((await before.security()).problem).toMatchObject({ type: 'level-required', requiredLevel: 'aal2' });
    expect((await before.send('POST', '/api/enrolments', { kind: 'app' })).problem?.type).toBe('level-required');
    expect((await before.session()).body).toMatchObject({ assuranceLevel: 'aal1', twoFactorOn: true });

    const after = world.browser();
    expect((await after.signIn(account.login)).body).toMatchObject({
      state: 'challenged',
      methods: offers('recovery'),
    });
    for (const method of ['otp', 'sms']) expect((await after.answer(method, '123456')).status).not.toBe(200);
    expect((await after.security()).problem?.type).toBe('not-signed-in');
  });

  it('D008: lets the password alone neither step up nor turn two-factor off, is logged once and named by the check', async ({
    world,
    url,
    account,
    told,
  }) => {
    const browser = world.browser();
    await browser.signIn(account.login);
    await browser.enrolApp();
    // What a newer release would have made of it, with the session of before still there.
    await ask(url, "update authenticator set kind = 'pigeon'");
    const [row] = await ask(url, 'select id from authenticator');
    world.clock.advance(11 * 60);
    expect((await browser.send('DELETE', '/api/two-factor')).problem?.type).toBe('cannot-verify');
    expect((await browser.send('POST', '/api/step-up', { password: PASSWORD })).problem?.type).toBe('cannot-verify');
    const authenticator = `/api/authenticators/${row?.['id']}`;
    expect((await browser.send('DELETE', authenticator)).problem?.type).toBe('cannot-verify');
    expect(await ask(url, 'select kind from authenticator')).toEqual([{ kind: 'pigeon' }]);

    expect((await browser.security()).body).toMatchObject({ twoFactorOn: true, authenticators: [] });
    expect(told()).toEqual([
      {
        level: 'error',
        message: 'an authenticator is of a kind that this release does not know',
        fields: { event: 'cannot-verify', accountId: account.id, authenticatorId: row?.['id'] },
      },
    ]);
    expect((await checkDatabase(world.deps)).flatMap(({ faults }) => faults)).toContain(
      `${account.login}: authenticator ${row?.['id']} is of the kind "pigeon", which this release does not know`,
    );
  });

  it('D008: counts as two-factor for every view and command, until an operator resets it', async ({
    world,
    database,
    account,
    plant,
  }) => {
    await plant();
    expect(await describeAccount(world.deps, account.login)).toMatchObject({
      twoFactorOn: true,
      authenticators: [{ id: 'planted', kind: 'pigeon' }],
    });
    const listed = await database.single(() => listAccountsAfter({ after: '' }));
    expect(listed.map(({ kinds }) => kinds)).toEqual([['pigeon']]);
    const noCode = (await checkDatabase(world.deps)).find(({ check }) => check.startsWith('two-factor on'));
    expect(noCode?.faults).toEqual([account.login]);
    await resetTwoFactor(world.deps, account.id, 'the database was mended');
    expect(await setPassword(world.deps, account, NEW_PASSWORD)).toMatchObject({ kind: 'set' });
    expect((await world.browser().signIn(account.login, NEW_PASSWORD)).body).toMatchObject({ state: 'authenticated' });
  });

  it('D008: leaves the way that somebody has beside it: the app signs in, steps up and turns off', async ({
    world,
    url,
    account,
    plant,
  }) => {
    const browser = world.browser();
    await browser.signIn(account.login);
    const { secret } = await browser.enrolApp();
    await plant();
    world.clock.advance(11 * 60);
    const again = world.browser();
    expect((await again.signIn(account.login)).body).toMatchObject({ methods: offers('otp', 'recovery') });
    expect((await again.answer('otp', codeOf(secret, world.clock.now()))).status).toBe(200);
    expect((await again.send('DELETE', '/api/two-factor')).status).toBe(200);
    expect(await ask(url, 'select kind from authenticator')).toEqual([]);
  });
});

describe.each(['sqlite', 'postgres'] as const)('what is not of its closed set, on %s', (engine) => {
  test.for([
    ["update authenticator set kind = 'pigeon'", 'authenticator_kind_known'],
    ["update recovery_code set state = 'lost'", 'recovery_code_state_known'],
    ["update session set by_recovery = 'maybe'", 'session_by_recovery_known'],
    ["update challenge set purpose = 'other'", 'challenge_purpose_known'],
    ["update challenge set state = 'half'", 'challenge_state_known'],
    ["update enrolment set kind = 'pigeon'", 'enrolment_kind_known'],
    ["update enrolment set state = 'half'", 'enrolment_state_known'],
  ] as const)('D008: is kept out by the database itself: %s', async ([change, check], { folder, openWorld }) => {
    const url = engine === 'sqlite' ? `sqlite:${join(folder, 'console.sqlite')}` : await createTestDatabase();
    const database = await openDatabase({ url, migrations: MIGRATIONS, as: 'serve', onIdleError: () => undefined });
    const world = await openWorld({ database });
    const { login } = await world.account();
    const browser = world.browser();
    await browser.signIn(login);
    await browser.enrolApp();
    await world.browser().signIn(login);
    await expect(ask(url, change)).rejects.toThrow(check);
    await world.close();
    await database.close();
  });
});
