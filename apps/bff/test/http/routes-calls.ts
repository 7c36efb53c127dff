import { expect } from 'vitest';
import { rows } from '../../src/store/database.ts';
import { statement } from '../../src/store/statement.ts';
import type { Browser } from '../support/browser.ts';
import type { World } from '../support/world.ts';
import { type PinnedRoute, pathOf } from './routes-table.ts';

export const call = (browser: Browser, route: PinnedRoute, headers: Record<string, string> = {}, id?: string) =>
  browser.send(route.method, pathOf(route, id), route.body, headers);

export const settingSession = (headers: Headers) =>
  headers.getSetCookie().filter((cookie) => /^(__Host-)?session=[^;]/.test(cookie));

/** An account with an app, and the browser that is signed in to it. */
export async function withApp(world: World, login = 'alice@example.com') {
  const account = await world.account(login);
  const browser = world.browser();
  await browser.signIn(login);
  const enrolled = await browser.enrolApp();
  return { ...account, browser, ...enrolled };
}

export async function challenged(world: World, login: string): Promise<Browser> {
  const browser = world.browser();
  expect((await browser.signIn(login)).body.state).toBe('challenged');
  return browser;
}

const everything = [
  statement(
    'routes_test_sessions',
    () => ({}),
    (db, { session }) => db.select().from(session).orderBy(session.id),
  ),
  statement(
    'routes_test_authenticators',
    () => ({}),
    (db, { authenticator: a }) => db.select().from(a).orderBy(a.id),
  ),
  statement(
    'routes_test_enrolments',
    () => ({}),
    (db, { enrolment }) => db.select().from(enrolment).orderBy(enrolment.id),
  ),
  statement(
    'routes_test_codes',
    () => ({}),
    (db, { recoveryCode: r }) => db.select().from(r).orderBy(r.id),
  ),
  statement(
    'routes_test_messages',
    () => ({}),
    (db, { smsMessage: m }) => db.select().from(m).orderBy(m.id),
  ),
  statement(
    'routes_test_events',
    () => ({}),
    (db, { securityEvent: e }) => db.select().from(e).orderBy(e.id),
  ),
  statement(
    'routes_test_accounts',
    () => ({}),
    (db, { account }) => db.select().from(account).orderBy(account.id),
  ),
] as const;

/** All that a refused request must leave as it was. */
export function stored(world: World): Promise<unknown[]> {
  return world.database.single(function* () {
    const all: unknown[] = [];
    for (const one of everything) all.push(yield* rows(one as (typeof everything)[0], {}));
    return all;
  });
}
