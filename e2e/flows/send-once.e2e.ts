import { expect, test } from '../support/test.ts';

test.describe('sending once', () => {
  test('C015: a double click and three Enters on a slow network are one try', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    await tab.open('/console/sign-in');
    await tab.enterPassword(account);
    const field = tab.appCode();
    await expect(field).toBeVisible();
    let asked = 0;
    let arrives = () => {};
    const slow = new Promise<void>((done) => {
      arrives = done;
    });
    await tab.page.route('**/challenge/answer', async (route) => {
      asked += 1;
      await slow;
      await route.continue();
    });
    await field.pressSequentially(await account.app.code());
    const button = tab.page.getByRole('button', { name: tab.t.challenge.submit });
    await button.dblclick();
    await expect(tab.page.locator('[aria-busy=true]')).toBeVisible();
    for (let press = 0; press < 3; press += 1) await tab.page.keyboard.press('Enter');
    arrives();
    await expect(tab.menu()).toBeVisible();
    expect(asked).toBe(1);
  });

  test('C015: three Enters on the password are one try', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    let asked = 0;
    await tab.page.route('**/api/sign-in', async (route) => {
      asked += 1;
      await new Promise((done) => setTimeout(done, 800));
      await route.continue();
    });
    await tab.open();
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    for (let press = 0; press < 3; press += 1) await tab.password().press('Enter');
    await expect(tab.title(t.challenge.title)).toBeVisible();
    expect(asked).toBe(1);
  });
});
