import { rmSync } from 'node:fs';
import { missingProgram } from '../../apps/bff/test/support/debian-package.ts';
import { startNginx } from '../../apps/bff/test/support/nginx-example.ts';
import { echoing, findPlaces, listen } from '../../apps/bff/test/support/protected-site.ts';
import { ended } from '../../apps/bff/test/support/proxy-process.ts';
import { startStack } from '../support/stack.ts';
import { test as base, expect } from '../support/test.ts';

const PAGE = '/plan.html?floor=2';

/** The console behind nginx, by the example in `deploy/nginx`, which protects a site of files at `aal2`. */
const test = base.extend<object, object>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      const places = await findPlaces();
      const stack = await startStack(`http://localhost:${places.proxy}`);
      const application = echoing();
      await listen(application, places.application);
      // Before any hook runs: without nginx the tests below are skipped.
      const nginx = missingProgram('nginx') === null ? await startNginx({ ...places, console: stack.port }) : null;
      await use(stack);
      if (nginx !== null) await ended(nginx);
      application.close();
      await stack.stop();
      rmSync(places.folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test.describe('an application beside the console, behind nginx @desktop @rest', () => {
  test.beforeAll(() => {
    const missing = missingProgram('nginx');
    test.skip(missing !== null, missing ?? '');
  });

  test('a stranger is led to the sign-in, and comes back with both factors to the page that was asked for', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.page.goto(PAGE);
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.page.getByText('the plan')).toHaveCount(0);
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.page.getByText('the plan')).toBeVisible();
    expect(new URL(tab.page.url()).pathname + new URL(tab.page.url()).search).toBe(PAGE);
  });

  test('whoever is signed in already goes on at once', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(
      await accounts.signedIn(account),
      `/console/sign-in?next=${encodeURIComponent(`/auth/return?to=${encodeURIComponent(PAGE)}`)}`,
    );
    await expect(tab.page.getByText('the plan')).toBeVisible();
    expect(tab.page.url()).toContain(PAGE);
  });

  test('a password alone is not enough: the person lands where two-factor is turned on', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.page.goto(PAGE);
    await tab.enterPassword(account);
    await expect(tab.title(t.security.title)).toBeVisible();
    await expect(tab.status(false)).toBeVisible();
    await tab.page.goto(PAGE);
    await expect(tab.title(t.security.title)).toBeVisible();
  });

  test('the application is told who asks by the console alone, whatever the browser claims', async ({
    tab,
    accounts,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.page.setExtraHTTPHeaders({
      'x-console-account': 'root',
      'x-console-login': 'root',
      'x-console-assurance': 'aal3',
    });
    await tab.page.goto('/echo');
    const told = JSON.parse((await tab.page.locator('body').textContent()) ?? '');
    expect(told).toMatchObject({ login: account.login, assurance: 'aal2' });
    expect(told.account).not.toBe('root');
  });
});
