import { pressOn, tabTo } from '../support/keyboard.ts';
import { expect, test } from '../support/test.ts';

const PASSWORD = 'seven green lanterns by the quay';

test.describe('what comes later, by keyboard alone @desktop', () => {
  test('the code of a text message, another message, and the recovery code in its place', async ({
    tab,
    accounts,
    phone,
    clock,
    t,
  }) => {
    const account = await accounts.make('phone');
    const { page } = tab;
    await page.clock.install();
    await tab.open();
    await page.keyboard.type(account.login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await expect(tab.smsCode()).toBeFocused();
    await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
    await clock.advance({ seconds: 31 });
    await page.clock.runFor('00:31');
    await pressOn(page, tab.button(t.phone.sms.resend));
    await phone.code(account.number, 2);
    await pressOn(page, tab.other('recovery'));
    await expect(tab.recoveryCode()).toBeFocused();
    await page.keyboard.type(account.recoveryCode);
    await page.keyboard.press('Enter');
    await expect(tab.title(t.recovery.title)).toBeFocused();
    await tabTo(page, page.getByRole('checkbox', { name: t.recovery.saved }));
    await page.keyboard.press('Space');
    await pressOn(page, tab.button(t.recovery.finish));
    await expect(tab.title(t.security.title)).toBeFocused();
  });

  test('replacing the app, a new recovery code, and the leaving that is thought better of', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    const { page } = tab;
    await tab.arriveAs(await accounts.signedIn(account));
    await expect(tab.status(true)).toBeVisible();
    const card = tab.card(t.security.twoFactor.title);
    await pressOn(page, card.getByRole('link', { name: t.app.replace }));
    await expect(tab.title(t.app.enrol.titleReplace)).toBeFocused();
    const app = await tab.appFromPrintedKey();
    await tabTo(page, tab.enrolmentCode());
    await page.keyboard.type(await app.code());
    await page.keyboard.press('Enter');
    await expect(tab.text(t.app.outcome.replaced)).toBeVisible();

    await pressOn(page, tab.button(t.security.code.new), 60);
    const question = tab.dialog(t.security.code.newTitle);
    await pressOn(page, question.getByRole('button').last());
    await expect(tab.title(t.recovery.title)).toBeFocused();
    await pressOn(page, page.getByRole('banner').getByRole('link').first());
    await expect(tab.dialog(t.recovery.leaveTitle)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tab.dialog()).toHaveCount(0);
    await tabTo(page, page.getByRole('checkbox', { name: t.recovery.saved }));
    await page.keyboard.press('Space');
    await pressOn(page, tab.button(t.recovery.finish));
    await expect(tab.text(t.security.outcome.codeSaved)).toBeVisible();
  });

  test('the question who is there, a new password, and the other browsers', async ({ tab, accounts, clock, t }) => {
    const account = await accounts.make('app');
    const { page } = tab;
    await accounts.signedIn(account);
    await tab.arriveAs(await accounts.signedIn(account));
    const sessions = tab.card(t.security.sessions.title);
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await pressOn(page, sessions.getByRole('listitem').getByRole('button').first(), 60);
    await expect(sessions.getByRole('listitem')).toHaveCount(1);

    await clock.advance({ minutes: 11 });
    await pressOn(page, tab.link(t.security.password.change).last(), 60);
    await expect(tab.title(t.security.password.pageTitle)).toBeFocused();
    await tabTo(page, page.getByLabel(t.security.password.label, { exact: true }));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    const dialog = tab.dialog(t.stepUp.title);
    await expect(dialog).toBeVisible();
    await tabTo(page, dialog.getByLabel(t.stepUp.password, { exact: true }));
    await page.keyboard.type(account.password);
    await tabTo(page, dialog.getByRole('textbox', { name: /code/i }).last());
    await page.keyboard.type(await account.app.code());
    await page.keyboard.press('Enter');
    await expect(tab.text(t.security.outcome.password)).toBeVisible();
  });

  test('adding a phone, changing its number, and removing it', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('app and phone');
    const { page } = tab;
    await tab.arriveAs(await accounts.signedIn(account));
    const card = tab.card(t.security.twoFactor.title);
    await pressOn(page, card.getByRole('link', { name: t.phone.replace }), 60);
    await expect(tab.title(t.phone.enrol.titleReplace)).toBeFocused();
    await tabTo(page, tab.field(t.phone.enrol.number));
    const other = (await accounts.make('nothing')).number;
    await page.keyboard.type(other);
    await page.keyboard.press('Enter');
    await expect(tab.enrolmentCode()).toBeFocused();
    await page.keyboard.type(await phone.code(other));
    await page.keyboard.press('Enter');
    await expect(tab.text(t.phone.outcome.replaced)).toBeVisible();

    await pressOn(page, tab.button(t.phone.removeThe), 60);
    const dialog = tab.dialog(t.phone.removal.title);
    await pressOn(page, dialog.getByRole('button', { name: t.security.removal.confirm }));
    await expect(tab.button(t.phone.removeThe)).toHaveCount(0);
    await expect(tab.status(true)).toBeVisible();
  });

  test('the password behind a one-time link', async ({ tab, accounts, t }) => {
    const { login, link } = await accounts.withLink();
    const { page } = tab;
    await tab.open(link);
    await expect(tab.title(t.setPassword.title)).toBeFocused();
    await page.keyboard.press('Tab');
    await tabTo(page, page.getByLabel(t.security.password.label, { exact: true }));
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(tab.title(t.setPassword.done)).toBeFocused();
    await pressOn(page, tab.button(t.setPassword.signIn));
    await expect(tab.login()).toHaveValue(login);
  });
});
