import { expect, test } from '../support/test.ts';

test.describe('leaving', () => {
  test('“Not you?” leads back to an empty sign-in', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.button(t.challenge.notYou).click();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.login()).toHaveValue('');
    await tab.page.goBack();
    await expect(tab.title(t.signIn.title)).toBeVisible();
  });

  test('signing out ends the session in every tab', async ({ tab, accounts, secondTab, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app')), '/console/');
    const second = await secondTab();
    await second.open('/console/security');
    await tab.signOut();
    await expect(tab.text(t.signIn.reasons['signed-out'])).toBeVisible();
    await second.link(t.security.password.change).first().click();
    await second.page.reload();
    await expect(second.title(t.signIn.title)).toBeVisible();
  });

  test('D031, D059: signing out takes away what the console kept in the tab, and nothing of a neighbour', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const next = encodeURIComponent('/auth/return?to=%2Fplan.html');
    await tab.arriveAs(await accounts.signedIn(account), `/console/security?next=${next}`);
    await expect(tab.text(t.security.wayBack.title)).toBeVisible();
    await tab.page.evaluate(() => sessionStorage.setItem('neighbour', 'theirs'));
    const kept = () => tab.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(await kept()).toContain(account.login);
    await tab.signOut();
    await expect(tab.text(t.signIn.reasons['signed-out'])).toBeVisible();
    expect(await kept()).toBe('[{},{"neighbour":"theirs"}]');
  });
});
