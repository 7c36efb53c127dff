import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { disableAuthenticators } from '../../src/store/authenticators.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { newRelease } from '../support/new-release.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { test } from '../support/test.ts';
import { rebuilding } from '../upgrade/filled-database.ts';
import { withKnock } from './knock.ts';

const TABLES = ['authenticator', 'enrolment'] as const;

/** What the kind's own migration says: its name is let in. */
async function migrationFor(url: string): Promise<string[]> {
  if (!url.startsWith('sqlite:')) {
    const known = (table: string) => [
      `alter table ${table} drop constraint ${table}_kind_known;`,
      `alter table ${table} add constraint ${table}_kind_known check (kind in ('app', 'phone', 'passkey', 'knock'));`,
    ];
    return TABLES.flatMap(known);
  }
  const wider = (create: string) =>
    create.replace("in ('app', 'phone', 'passkey')", "in ('app', 'phone', 'passkey', 'knock')");
  const rebuilt: string[] = [];
  for (const table of TABLES) rebuilt.push(...(await rebuilding(url, table, wider)));
  return rebuilt;
}

interface Knock {
  readonly id: string;
  readonly knocks: readonly number[];
}

async function begin(browser: Browser, door: string, replaces?: string): Promise<Knock> {
  const begun = await browser.send<Knock>('POST', '/api/enrolments', { kind: 'knock', door, replaces });
  expect([begun.status, begun.body]).toEqual([201, expect.objectContaining({ kind: 'knock', door })]);
  return begun.body;
}

async function enrol(browser: Browser, door: string, replaces?: string): Promise<readonly number[]> {
  const { id, knocks } = await begin(browser, door, replaces);
  const path = `/api/enrolments/${id}/confirm`;
  expect((await browser.send('POST', path, { knocks: [0] })).problem).toMatchObject({
    type: 'wrong-code',
    attemptsLeft: 4,
  });
  expect((await browser.send('POST', path, { code: '123456' })).status).toBe(422);
  expect((await browser.send('POST', path, { knocks })).status).toBe(200);
  return knocks;
}

const bound = async (browser: Browser) =>
  (await browser.send<{ authenticators: { id: string; kind: string; door: string }[] }>('GET', '/api/security')).body
    .authenticators;

const answer = (browser: Browser, knocks: readonly number[], count: number) =>
  browser.send('POST', '/api/sign-in/challenge/answer', { method: 'knock', knocks, count });

describe.each(['sqlite', 'postgres'] as const)('a kind of one’s own, on %s', (engine) => {
  const it = test
    .extend('opened', async ({ folder }, { onCleanup }) => {
      const url = engine === 'sqlite' ? `sqlite:${join(folder, 'console.sqlite')}` : await createTestDatabase();
      const opening = { url, as: 'serve', onIdleError: () => undefined } as const;
      await (await openDatabase({ ...opening, migrations: MIGRATIONS })).close();
      const migrations = newRelease(folder, engine, await migrationFor(url));
      const opened = await openDatabase({ ...opening, migrations });
      onCleanup(() => opened.close());
      return opened;
    })
    .extend('options', ({ opened }) => ({
      database: opened,
      authenticators: withKnock,
      planted: 'a kind that the invariants of the product do not know',
    }))
    .extend('owner', async ({ world }) => {
      const { id, login } = await world.account();
      const browser = world.browser();
      await browser.signIn(login);
      return { id, login, browser, knocks: await enrol(browser, 'front') };
    });

  it('enrols, signs in and steps up by a proof that is no code, and each proof is good once', async ({
    world,
    owner,
  }) => {
    const other = world.browser();
    const methods = [{ method: 'knock', doors: ['front'] }, { method: 'recovery' }];
    expect((await other.signIn(owner.login)).body).toMatchObject({ state: 'challenged', methods });
    for (let wrong = 1; wrong < 4; wrong += 1)
      expect((await answer(other, [wrong], 1)).problem).toMatchObject({ type: 'wrong-code', attemptsLeft: 5 - wrong });
    expect((await answer(other, owner.knocks, 1)).body).toMatchObject({
      state: 'authenticated',
      assuranceLevel: 'aal2',
      protection: { knock: 'usable', app: 'none' },
    });
    const again = world.browser();
    await again.signIn(owner.login);
    expect((await answer(again, owner.knocks, 1)).problem).toMatchObject({ type: 'wrong-code', alreadyUsed: true });
    expect((await answer(again, owner.knocks, 2)).status).toBe(200);

    world.clock.advance(660);
    const demand = { type: 'step-up-required', requiredLevel: 'aal2', methods: methods.slice(0, 1) };
    expect((await again.send('POST', '/api/enrolments', { kind: 'knock', door: 'back' })).problem).toMatchObject(
      demand,
    );
    const proof = { method: 'knock', knocks: owner.knocks, count: 3 };
    expect((await again.send('POST', '/api/step-up', { password: PASSWORD, answer: proof })).status).toBe(200);
    const events = (await again.security()).body.events.map(({ kind, method }) => [kind, method]);
    expect(events).toContainEqual(['stepped-up', 'knock']);
    await enrol(again, 'back');
    expect((await bound(again)).map(({ door }) => door)).toEqual(['front', 'back']);
  });

  it('is replaced, removed and turned off like any other', async ({ owner }) => {
    const { browser } = owner;
    await enrol(browser, 'back');
    const [front, back] = await bound(browser);
    await enrol(browser, 'cellar', front?.id);
    expect((await bound(browser)).map(({ door }) => door)).toEqual(['back', 'cellar']);
    expect((await browser.send('DELETE', `/api/authenticators/${back?.id}`)).status).toBe(200);
    expect((await browser.session()).body).toMatchObject({ twoFactorOn: true, protection: { knock: 'usable' } });
    expect((await browser.send('DELETE', '/api/two-factor')).status).toBe(200);
    expect((await browser.session()).body).toMatchObject({ twoFactorOn: false, protection: { knock: 'none' } });
  });

  it('that is disabled is a closed door, and the recovery code stays', async ({ world, owner }) => {
    await world.database.single(() => disableAuthenticators({ accountId: owner.id, now: world.clock.now() }));
    const other = world.browser();
    expect((await other.signIn(owner.login)).body).toMatchObject({
      methods: [{ method: 'recovery' }],
      unusable: [{ method: 'knock', why: 'disabled' }],
    });
    expect((await answer(other, owner.knocks, 1)).problem).toMatchObject({ type: 'second-factor-disabled' });
  });
});
