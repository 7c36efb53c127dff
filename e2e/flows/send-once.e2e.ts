import { holdRequests } from '../support/held-requests.ts';
import { expect, test } from '../support/test.ts';

test.describe('sending once', () => {
  test('C015: a double click and three Enters on a slow network are one try', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    await tab.open('/console/sign-in');
    await tab.enterPassword(account);
    const field = tab.appCode();
    await expect(field).toBeVisible();
    const answers = await holdRequests(tab.page, '**/challenge/answer');
    await field.pressSequentially(await account.app.code());
    const button = tab.page.getByRole('button', { name: tab.t.challenge.submit });
    await button.dblclick();
    await expect(tab.page.locator('[aria-busy=true]')).toBeVisible();
    for (let press = 0; press < 3; press += 1) await tab.page.keyboard.press('Enter');
    answers.release();
    await expect(tab.menu()).toBeVisible();
    expect(answers.count()).toBe(1);
  });

  test('C015: three Enters on the password are one try', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    const tries = await holdRequests(tab.page, '**/api/sign-in');
    await tab.open();
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    for (let press = 0; press < 3; press += 1) await tab.password().press('Enter');
    tries.release();
    await expect(tab.title(t.challenge.title)).toBeVisible();
    expect(tries.count()).toBe(1);
  });
});
