import type { ServerClock } from '../support/clock.ts';
import { holdRequests } from '../support/held-requests.ts';
import { sentence, wrongCode } from '../support/sentences.ts';
import type { Tab } from '../support/tab.ts';
import { expect, test } from '../support/test.ts';

/** Ten minutes after signing in asks to disable, as far as the question who is there. */
async function askToDisable(tab: Tab, clock: ServerClock): Promise<void> {
  const { security, stepUp } = tab.t;
  await expect(tab.title(security.title)).toBeVisible();
  await clock.advance({ minutes: 10, seconds: 1 });
  await tab.button(security.twoFactor.disable).click();
  await tab.dialog(security.turnOff.title).getByRole('button', { name: security.turnOff.confirm }).click();
  await expect(tab.dialog(stepUp.title)).toBeVisible();
}

test.describe('confirming that it is you', () => {
  test('ten minutes after signing in, disabling asks for password and code, then goes on by itself', async ({
    tab,
    accounts,
    clock,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await askToDisable(tab, clock);
    await tab.stepUp(account, await account.app.code());
    await expect(tab.dialog()).toHaveCount(0);
    await expect(tab.status(false)).toBeVisible();
  });

  test('with a phone a message is sent on request, and its code does', async ({ tab, accounts, phone, clock, t }) => {
    const account = await accounts.make('phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await askToDisable(tab, clock);
    expect(await phone.messages(account.number)).toHaveLength(0);
    await tab.dialog().getByRole('button', { name: t.phone.sms.send, exact: true }).click();
    await tab.stepUp(account, await phone.code(account.number));
    await expect(tab.status(false)).toBeVisible();
  });

  test('with both, one may be taken in place of the other', async ({ tab, accounts, phone, clock, t }) => {
    const account = await accounts.make('app and phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await askToDisable(tab, clock);
    await tab.dialog().getByRole('button', { name: t.phone.answer.instead, exact: true }).click();
    await tab.dialog().getByRole('button', { name: t.phone.sms.send, exact: true }).click();
    await tab.stepUp(account, await phone.code(account.number));
    await expect(tab.status(false)).toBeVisible();
  });

  test('without a second factor the password alone is asked for, and enabling goes on', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    await expect(tab.title(t.security.title)).toBeVisible();
    await clock.advance({ minutes: 10, seconds: 1 });
    await tab.link(t.security.twoFactor.enable).click();
    await tab.choose('app');
    await expect(tab.dialog(t.stepUp.title)).toBeVisible();
    await tab.stepUp(account);
    const app = await tab.scan();
    await tab.prove(await app.code());
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });

  test('one proof holds for several changes within ten minutes', async ({ tab, accounts, clock, phone, t }) => {
    const account = await accounts.make('app and phone');
    const { number } = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    await expect(tab.title(t.security.title)).toBeVisible();
    await clock.advance({ minutes: 10, seconds: 1 });
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.phone.replace }).click();
    await tab.enterNumber(number);
    await tab.stepUp(account, await account.app.code());
    await tab.prove(await phone.code(number));
    await expect(tab.text(t.phone.outcome.replaced)).toBeVisible();
    await tab.button(t.app.removeThe).click();
    await tab.dialog().getByRole('button', { name: t.security.removal.confirm }).click();
    await expect(tab.button(t.app.removeThe)).toHaveCount(0);
  });

  test('a wrong password and a wrong code each say so at their own field, and nothing is lost', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await askToDisable(tab, clock);
    await tab.stepUp({ password: 'something else entirely' }, await account.app.wrongCode());
    const dialog = tab.dialog();
    await expect(dialog.getByText(t.stepUp.passwordWrong).filter({ visible: true }).first()).toBeVisible();
    await expect(dialog.getByLabel(t.stepUp.password, { exact: true })).toBeFocused();
    await tab.stepUp(account, await account.app.wrongCode());
    await expect(dialog.getByText(wrongCode(t, 'otp')).filter({ visible: true }).first()).toBeVisible();
    await tab.stepUp(account, await account.app.code());
    await expect(tab.status(false)).toBeVisible();
  });

  for (const way of ['Escape', 'Cancel'] as const) {
    test(`${way} leads back and changes nothing`, async ({ tab, accounts, clock, t }) => {
      await tab.arriveAs(await accounts.signedIn(await accounts.make('app')));
      await askToDisable(tab, clock);
      if (way === 'Escape') await tab.page.keyboard.press('Escape');
      else await tab.dialog(t.stepUp.title).getByRole('button', { name: t.shared.cancel, exact: true }).click();
      await expect(tab.dialog(t.stepUp.title)).toHaveCount(0);
      await tab.page.reload();
      await expect(tab.status(true)).toBeVisible();
    });
  }

  test('strangers who have blocked the codes at sign-in do not stand in the owner’s way here', async ({
    tab,
    accounts,
    clock,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await accounts.guessWrongly(account, 5);
    await askToDisable(tab, clock);
    await tab.stepUp(account, await account.app.code());
    await expect(tab.status(false)).toBeVisible();
  });

  test('when the message cannot be sent, the dialog says so', async ({ tab, accounts, phone, clock, allowed, t }) => {
    allowed.push(/status of 503/);
    const account = await accounts.make('phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await askToDisable(tab, clock);
    await phone.fails(account.number, 'low-balance');
    await tab.dialog().getByRole('button', { name: t.phone.sms.send, exact: true }).click();
    await expect(
      tab
        .dialog()
        .getByText(sentence(t, 'sms-not-sent', { failure: 'provider' }))
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
  });

  test('changing the password: the new one counts at once, and the other browsers are signed out', async ({
    tab,
    accounts,
    anotherBrowser,
    clock,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const fresh = 'seven green lanterns by the quay';
    const elsewhere = await anotherBrowser();
    await elsewhere.arriveAs(await accounts.signedIn(account));
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.link(t.security.password.change).last().click();
    const field = tab.page.getByLabel(t.security.password.label, { exact: true });
    await field.fill('too short');
    await tab.button(t.security.password.save).click();
    await expect(tab.text(sentence(t, 'password-refused', { reason: 'too-short' }))).toBeVisible();
    await field.fill(account.login.repeat(2));
    await tab.button(t.security.password.save).click();
    await expect(tab.text(sentence(t, 'password-refused', { reason: 'contains-login' }))).toBeVisible();
    await clock.advance({ minutes: 10, seconds: 1 });
    await field.fill(fresh);
    await tab.button(t.security.password.save).click();
    await tab.stepUp(account);
    await expect(tab.text(t.security.outcome.password)).toBeVisible();
    await elsewhere.page.reload();
    await expect(elsewhere.title(t.signIn.title)).toBeVisible();
    await elsewhere.enterPassword(account);
    await expect(elsewhere.text(sentence(t, 'wrong-credentials'))).toBeVisible();
    await elsewhere.enterPassword({ ...account, login: account.login, password: fresh });
    await expect(elsewhere.menu()).toBeVisible();
  });

  test('while one session is being ended the others wait their turn, and each ends by its own press', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const others = [await anotherBrowser(), await anotherBrowser()];
    for (const other of others) await other.arriveAs(await accounts.signedIn(account), '/console/');
    await tab.arriveAs(await accounts.signedIn(account));
    const rows = tab.card(t.security.sessions.title).getByRole('listitem');
    const ends = rows.getByRole('button');
    await expect(ends).toHaveCount(2);
    const held = await holdRequests(tab.page, '**/api/sessions/*');
    await ends.first().click();
    await expect.poll(held.count).toBe(1);
    await expect(ends.last()).toHaveAttribute('aria-disabled', 'true');
    await ends.last().click({ force: true });
    held.release();
    await expect(rows).toHaveCount(2);
    expect(held.count()).toBe(1);
    await ends.click();
    await expect(rows).toHaveCount(1);
    for (const other of others) {
      await other.page.reload();
      await expect(other.title(t.signIn.title)).toBeVisible();
    }
  });

  test('another browser can be signed out by itself, and all of them together', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const [second, third] = [await anotherBrowser(), await anotherBrowser()];
    await second.arriveAs(await accounts.signedIn(account), '/console/');
    await third.arriveAs(await accounts.signedIn(account), '/console/');
    await tab.arriveAs(await accounts.signedIn(account));
    const sessions = tab.card(t.security.sessions.title);
    await expect(sessions.getByRole('listitem')).toHaveCount(3);
    await sessions.getByRole('listitem').getByRole('button').first().click();
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await sessions.getByRole('button', { name: t.security.sessions.endAll }).click();
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    for (const other of [second, third]) {
      await other.page.reload();
      await expect(other.title(t.signIn.title)).toBeVisible();
    }
    await tab.page.reload();
    await expect(tab.title(t.security.title)).toBeVisible();
  });
});
