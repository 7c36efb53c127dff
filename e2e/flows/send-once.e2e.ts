import type { Locator } from '@playwright/test';
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

  /** Sends the form that a field stands in twice before the page can draw anything. */
  const sendTwice = (field: Locator) =>
    field.evaluate((input: HTMLInputElement) => {
      input.form?.requestSubmit();
      input.form?.requestSubmit();
    });

  test('D017: two submissions in one turn are one sign-in and one message', async ({ tab, accounts, phone }) => {
    const account = await accounts.make('phone');
    const tries = await holdRequests(tab.page, '**/api/sign-in');
    await tab.open();
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    await sendTwice(tab.password());
    tries.release();
    const answers = await holdRequests(tab.page, '**/challenge/answer');
    await tab.smsCode().fill(await phone.code(account.number));
    await sendTwice(tab.smsCode());
    answers.release();
    await expect(tab.menu()).toBeVisible();
    expect([tries.count(), answers.count()]).toEqual([1, 1]);
    expect(await phone.messages(account.number)).toHaveLength(1);
  });

  test('D017: two presses in one turn send one message and one proof', async ({ tab, accounts, clock, phone, t }) => {
    const account = await accounts.make('phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await clock.advance({ minutes: 11 });
    const sent = (await phone.messages(account.number)).length;
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    const sends = await holdRequests(tab.page, '**/step-up/sms');
    await tab.button(t.phone.sms.send).evaluate((button: HTMLButtonElement) => {
      button.click();
      button.click();
    });
    sends.release();
    const code = await phone.code(account.number, sent + 1);
    const proofs = await holdRequests(tab.page, '**/step-up');
    const field = tab.field(t.phone.answer.label);
    await tab.dialog(t.stepUp.title).getByLabel(t.stepUp.password, { exact: true }).fill(account.password);
    await field.fill(code);
    await sendTwice(field);
    proofs.release();
    await expect(tab.status(false)).toBeVisible();
    expect([sends.count(), proofs.count()]).toEqual([1, 1]);
  });
});
