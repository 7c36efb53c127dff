import type { Account } from '../support/accounts.ts';
import type { ServerClock } from '../support/clock.ts';
import { sentence, withAnyTime, wrongCode } from '../support/sentences.ts';
import type { Tab } from '../support/tab.ts';
import { expect, test } from '../support/test.ts';

/** The Security tab of somebody who asked to disable it ten minutes after they signed in. */
async function asksToDisable(tab: Tab, clock: ServerClock): Promise<void> {
  const { security, stepUp } = tab.t;
  await expect(tab.title(security.title)).toBeVisible();
  await clock.advance({ minutes: 10, seconds: 1 });
  await tab.button(security.twoFactor.disable).click();
  await tab.dialog(security.turnOff.title).getByRole('button', { name: security.turnOff.confirm }).click();
  await expect(tab.dialog(stepUp.title)).toBeVisible();
}

/** The dialog stays, says this, and waits for another try. */
async function staysOpenWith(tab: Tab, text: string | RegExp): Promise<void> {
  const dialog = tab.dialog(tab.t.stepUp.title);
  await expect(dialog.getByText(text).filter({ visible: true }).first()).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: /code/i }).last()).toBeFocused();
  await expect(dialog.getByRole('button', { name: tab.t.stepUp.confirm, exact: true })).toBeEnabled();
}

test.describe('a disabling that is refused (C042)', () => {
  let account: Account;
  test.beforeEach(async ({ tab, accounts, clock }) => {
    account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await asksToDisable(tab, clock);
  });

  test('C042: a wrong code and one that is used up each say so, and the next one disables', async ({ tab, t }) => {
    await tab.stepUp(account, await account.app.wrongCode());
    await staysOpenWith(tab, wrongCode(t, 'otp'));
    const used = await account.app.code();
    await tab.page.request.post('/api/step-up', {
      data: { password: account.password, answer: { method: 'otp', code: used } },
      headers: { origin: new URL(tab.page.url()).origin },
    });
    await tab.stepUp(account, used);
    await staysOpenWith(tab, wrongCode(t, 'otp', { alreadyUsed: true }));
    await tab.stepUp(account, await account.app.code());
    await expect(tab.status(false)).toBeVisible();
  });

  test('C042: too many wrong codes say until when to wait', async ({ tab, t }) => {
    for (let guess = 0; guess < 5; guess += 1) {
      const answered = tab.page.waitForResponse('**/api/step-up');
      await tab.stepUp(account, await account.app.wrongCode());
      await answered;
    }
    await staysOpenWith(tab, t.stepUp.over.exhausted);
    await tab.stepUp(account, await account.app.code());
    await staysOpenWith(tab, withAnyTime(t.stepUp.blocked));
    await tab.page.reload();
    await expect(tab.status(true)).toBeVisible();
  });

  test('C042: a server that cannot be reached or fails is said to be the trouble', async ({
    tab,
    context,
    allowed,
    t,
  }) => {
    allowed.push(/ERR_INTERNET_DISCONNECTED/, /status of 500/);
    await context.setOffline(true);
    await tab.stepUp(account, await account.app.code());
    await staysOpenWith(tab, sentence(t, 'offline', { by: 'unsent' }));
    await context.setOffline(false);
    await tab.page.route('**/api/step-up', (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
    await tab.stepUp(account, await account.app.code());
    await staysOpenWith(tab, sentence(t, 'unexpected'));
    await tab.stepUp(account, await account.app.code());
    await expect(tab.status(false)).toBeVisible();
  });

  test('C042: a session that is gone leads to the sign-in, and disables nothing', async ({ tab, clock, t }) => {
    await clock.advance({ hours: 1, minutes: 1 });
    await tab.stepUp(account, await account.app.code());
    await expect(tab.text(t.signIn.reasons['session-over'])).toBeVisible();
    await tab.signIn(account);
    await expect(tab.status(true)).toBeVisible();
  });
});
