/// <reference lib="dom" />
import type { Page, Request } from '@playwright/test';
import { holdRequests } from '../support/held-requests.ts';
import { expect, test } from '../support/test.ts';

const SCRIPTS = '**/assets/*.js';

/** Everything that is sent, from now on: addresses and bodies. */
function sent(page: Page): { text: () => string; changes: () => string[] } {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  return {
    text: () => [page.url(), ...requests.flatMap((request) => [request.url(), request.postData() ?? ''])].join('\n'),
    changes: () => requests.filter((request) => request.method() !== 'GET').map((request) => request.url()),
  };
}

/**
 * What is drawn, an element a line. Left out: the ids that say only who drew it, what changes when the
 * script is there, and the support link, whose address the server tells later.
 */
function drawn(page: Page): Promise<string[]> {
  return page.locator('#root').evaluate((root) =>
    [...root.querySelectorAll(':not(footer > *, footer > * *)')].map((node) => {
      const attributes = [...node.attributes]
        .filter(({ name }) => name !== 'disabled' && name !== 'autofocus')
        .map(({ name, value }) => `${name}="${/^_[rR]_/.test(value) ? 'id' : value}"`);
      const text = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      return [node.tagName, ...attributes.toSorted(), ...text.map(({ nodeValue }) => nodeValue)].join(' ');
    }),
  );
}

test.describe('the sign-in page before its script', () => {
  test('is there to be read and typed into, in the browser’s language', async ({ tab, t }) => {
    const scripts = await holdRequests(tab.page, SCRIPTS);
    await tab.page.goto('/console/sign-in', { waitUntil: 'commit' });
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.page).toHaveTitle(t.shared.title(t.signIn.title));
    await expect(tab.login()).toBeFocused();
    await expect(tab.button(t.signIn.submit)).toBeDisabled();
    scripts.release();
    await expect(tab.button(t.signIn.submit)).toBeEnabled();
  });

  test('keeps what was typed, and where, and goes on from there', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    const scripts = await holdRequests(tab.page, SCRIPTS);
    await tab.page.goto('/console/security?from=mail', { waitUntil: 'commit' });
    await expect(tab.login()).toBeFocused();
    await tab.page.keyboard.type(account.login);
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.type(account.password.slice(0, 5));
    scripts.release();
    await expect(tab.button(t.signIn.submit)).toBeEnabled();
    await expect(tab.login()).toHaveValue(account.login);
    await expect(tab.password()).toHaveValue(account.password.slice(0, 5));
    await expect(tab.password()).toBeFocused();
    await tab.page.keyboard.type(account.password.slice(5));
    await tab.page.keyboard.press('Enter');
    await expect(tab.title(t.security.title)).toBeVisible();
    expect(new URL(tab.page.url()).search).toBe('?from=mail');
  });

  test('sends nothing, whatever is pressed', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    const scripts = await holdRequests(tab.page, SCRIPTS);
    const requests = sent(tab.page);
    await tab.page.goto('/console/sign-in', { waitUntil: 'commit' });
    await tab.login().fill(account.login);
    await tab.login().press('Enter');
    await tab.password().fill(account.password);
    await tab.password().press('Enter');
    await tab.button(t.signIn.submit).click({ force: true });
    await tab.page.getByRole('button', { name: t.shared.showPassword }).click();
    await tab.password().press('Enter');
    expect(requests.changes()).toEqual([]);
    expect(requests.text()).not.toMatch(/quiet|harbour|@|%40/);
    await expect(tab.password()).toHaveValue(account.password);
    scripts.release();
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
    expect(tab.page.url()).not.toContain('quiet');
  });

  test('is the page that the script would draw, and is taken over without a fault', async ({ tab, t }) => {
    const scripts = await holdRequests(tab.page, SCRIPTS);
    await tab.page.goto('/console/sign-in', { waitUntil: 'commit' });
    await expect(tab.button(t.signIn.submit)).toBeVisible();
    const prerendered = await drawn(tab.page);
    scripts.release();
    await expect(tab.button(t.signIn.submit)).toBeEnabled();
    const takenOver = await drawn(tab.page);

    // With a cookie of the right shape the server cannot tell, and the script draws everything.
    await tab.page.context().addCookies([{ name: 'challenge', value: 'A'.repeat(43), url: tab.page.url() }]);
    await tab.page.goto('/console/sign-in', { waitUntil: 'commit' });
    await expect(tab.button(t.signIn.submit)).toBeVisible();
    const fromScratch = await drawn(tab.page);
    expect(prerendered.length).toBeGreaterThan(100);
    expect(takenOver).toEqual(prerendered);
    expect(fromScratch).toEqual(prerendered);
  });

  test('is not shown to whoever is signed in, not even for a moment', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    const scripts = await holdRequests(tab.page, SCRIPTS);
    await tab.page.goto('/console/sign-in', { waitUntil: 'commit' });
    await expect(tab.page.locator('#root')).toBeAttached();
    // The outline of a page that is being looked for, and no form that would be taken away again.
    await expect(tab.page.getByRole('main')).toContainText(t.shared.loading);
    await expect(tab.password()).toHaveCount(0);
    scripts.release();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('leads on where the server was wrong about it', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    const scripts = await holdRequests(tab.page, SCRIPTS);
    await tab.page.goto('/console/security', { waitUntil: 'commit' });
    await expect(tab.login()).toBeVisible();
    const visitor = await accounts.signedIn(account);
    await tab.page.context().addCookies(visitor.cookies());
    scripts.release();
    await expect(tab.title(t.security.title)).toBeVisible();
  });

  test('says after a reload why the person is here', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.open();
    await tab.signIn(account);
    await tab.signOut();
    await tab.page.reload();
    await expect(tab.text(t.signIn.reasons['signed-out'])).toBeVisible();
    await expect(tab.login()).toBeFocused();
  });
});
