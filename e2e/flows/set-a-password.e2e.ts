import { sentence } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

const PASSWORD = 'a lantern over the weir';

test.describe('setting a password with an operator’s one-time link', () => {
  test('a short one is refused in words, a long one is saved, and it signs in', async ({ tab, accounts, t }) => {
    const { login, name, link } = await accounts.withLink();
    await tab.open(link);
    await expect(tab.title(t.setPassword.title)).toBeFocused();
    const password = tab.page.getByLabel(t.security.password.label, { exact: true });
    await password.fill('too short');
    await tab.button(t.security.password.save).click();
    await expect(tab.text(sentence(t, 'password-refused', { reason: 'too-short' }))).toBeVisible();
    await expect(password).toBeFocused();
    await password.fill(PASSWORD);
    await tab.button(t.security.password.save).click();
    await expect(tab.title(t.setPassword.done)).toBeVisible();
    await expect(tab.text(login)).toBeVisible();
    await tab.button(t.setPassword.signIn).click();
    await expect(tab.login()).toHaveValue(login);
    await expect(tab.password()).toBeFocused();
    await tab.password().fill(PASSWORD);
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.home.greeting(name))).toBeVisible();
  });

  test('a password that holds the login is refused by the server, and the link stays good', async ({
    tab,
    accounts,
    t,
  }) => {
    const { login, link } = await accounts.withLink();
    await tab.open(link);
    const password = tab.page.getByLabel(t.security.password.label, { exact: true });
    await password.fill(`my login is ${login}`);
    await tab.button(t.security.password.save).click();
    await expect(tab.text(sentence(t, 'password-refused', { reason: 'contains-login' }))).toBeVisible();
    await password.fill(PASSWORD);
    await tab.button(t.security.password.save).click();
    await expect(tab.title(t.setPassword.done)).toBeVisible();
  });

  test('a link that was used, one that ran out and one that never was say whom to ask', async ({
    tab,
    accounts,
    t,
  }) => {
    const used = await accounts.withLink();
    // Not by the clock: receipts of a phone network a day behind would be refused from then on.
    const late = await accounts.withLink({ hoursAgo: 25 });
    const password = tab.page.getByLabel(t.security.password.label, { exact: true });
    const choose = async (link: string) => {
      // Addresses that differ behind the # alone are one page: a person opens each in a window of its own.
      await tab.open('about:blank');
      await tab.open(link);
      await password.fill(PASSWORD);
      await tab.button(t.security.password.save).click();
    };
    await choose(used.link);
    await expect(tab.title(t.setPassword.done)).toBeVisible();
    for (const link of [used.link, late.link, late.link.replace(/.{43}$/, 'x'.repeat(43))]) {
      await choose(link);
      await expect(tab.title(t.setPassword.dead)).toBeFocused();
    }
    await tab.open('about:blank');
    await tab.open('/console/set-password');
    await expect(tab.title(t.setPassword.dead)).toBeVisible();
  });

  test('D036: opened beside somebody else’s session, it leads to the page that asks as whom to go on', async ({
    tab,
    accounts,
    t,
  }) => {
    const { login, name, link } = await accounts.withLink();
    const other = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(other), link);
    await tab.page.getByLabel(t.security.password.label, { exact: true }).fill(PASSWORD);
    await tab.button(t.security.password.save).click();
    await tab.button(t.setPassword.signIn).click();
    await expect(tab.title(t.shell.somebodyElse.title)).toBeFocused();
    await expect(tab.text(`${t.shell.somebodyElse.now} ${other.login}`)).toBeVisible();
    await tab.button(t.shell.somebodyElse.change(login)).click();
    await expect(tab.login()).toHaveValue(login);
    await tab.enterPassword({ login, password: PASSWORD });
    await expect(tab.title(t.home.greeting(name))).toBeVisible();
  });

  test('the link’s secret goes into no address that is asked for, and signs nobody in', async ({
    tab,
    accounts,
    t,
  }) => {
    const { login, link } = await accounts.withLink();
    const token = link.split('#')[1] ?? '';
    const asked: string[] = [];
    tab.page.on('request', (request) => asked.push(request.url()));
    await tab.open(link);
    await tab.page.getByLabel(t.security.password.label, { exact: true }).fill(PASSWORD);
    await tab.button(t.security.password.save).click();
    await tab.button(t.setPassword.signIn).click();
    await expect(tab.login()).toHaveValue(login);
    expect(asked.filter((url) => url.includes(token) && !url.includes(`#${token}`))).toEqual([]);
    await expect(tab.menu()).toHaveCount(0);
  });
});
