import { expect, test } from '../support/test.ts';

test.describe('changing methods', () => {
  test('replacing the app: the old one works until the new one is proven, then no more', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    await expect(tab.title(t.app.enrol.titleReplace)).toBeVisible();
    const app = await tab.scan();
    expect(app.entry.secret).not.toBe(account.app.entry.secret);
    await accounts.signedIn(account);
    await tab.prove(await app.code());
    await expect(tab.text(t.app.outcome.replaced)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.appCode()).toHaveAttribute('aria-invalid', 'true');
    await tab.answer(tab.appCode(), await app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('changing the number: the new one gets the codes, the old one a notice without any code', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    const { number } = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.phone.replace }).click();
    await expect(tab.title(t.phone.enrol.titleReplace)).toBeVisible();
    await tab.enterNumber(number);
    await tab.prove(await phone.code(number));
    await expect(tab.text(t.phone.outcome.replaced)).toBeVisible();
    await expect(tab.text(t.phone.masked(number.slice(-2)))).toBeVisible();
    const notice = await phone.latest(account.number);
    expect(notice.code).toBeNull();
    await phone.forget(account.number);
    await phone.forget(number);
    await tab.signOut();
    await tab.enterPassword(account);
    await tab.answer(tab.smsCode(), await phone.code(number));
    await expect(tab.menu()).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(0);
  });

  test('adding a phone beside the app, and signing in with either', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.link(t.phone.addThe).last().click();
    await tab.enterNumber(account.number);
    await tab.prove(await phone.code(account.number));
    await expect(tab.text(t.phone.outcome.added)).toBeVisible();
    await phone.forget(account.number);
    await tab.signOut();
    await tab.enterPassword(account);
    // A phone that no sign-in has used yet is the second choice.
    await expect(tab.appCode()).toBeVisible();
    await tab.other('phone').click();
    await tab.answer(tab.smsCode(), await phone.code(account.number));
    await tab.signOut();
    await tab.enterPassword(account);
    await tab.other('app').click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('adding an app beside the phone shows no new recovery code, and the old one stays good', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.link(t.app.addThe).last().click();
    const app = await tab.scan();
    await tab.prove(await app.code());
    await expect(tab.text(t.app.outcome.added)).toBeVisible();
    const elsewhere = await anotherBrowser();
    await elsewhere.open();
    await elsewhere.enterPassword(account);
    await elsewhere.other('recovery').click();
    await elsewhere.answer(elsewhere.recoveryCode(), account.recoveryCode);
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('removing one of two leaves the other, and C046: the tab is right at once', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('app and phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.button(t.app.removeThe).click();
    const dialog = tab.dialog(t.app.removal.title);
    await expect(dialog.getByText(`${t.app.removal.text} ${t.phone.asks} ${t.security.removal.others}`)).toBeVisible();
    await dialog.getByRole('button', { name: t.security.removal.confirm }).click();
    await expect(tab.button(t.app.removeThe)).toHaveCount(0);
    await expect(tab.status(true)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await tab.answer(tab.smsCode(), await phone.code(account.number));
    await expect(tab.menu()).toBeVisible();
  });

  test('removing the only one says that it means turning off, and can be thought better of', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app')));
    const remove = tab.button(t.app.removeThe);
    await remove.click();
    const dialog = tab.dialog(t.app.removal.title);
    await expect(dialog.getByText(t.security.removal.last)).toBeVisible();
    await tab.page.keyboard.press('Escape');
    await expect(tab.dialog()).toHaveCount(0);
    await expect(remove).toBeFocused();
    await expect(tab.status(true)).toBeVisible();
  });

  test('C023: with an app bound, the page that adds one shows no QR code', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app')), '/console/security/app');
    await expect(tab.title(t.security.title)).toBeVisible();
    await expect(tab.page.getByRole('img', { name: t.app.enrol.qr })).toHaveCount(0);
  });

  test('C047: an abandoned change of method has no weight at the next sign-in', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    await tab.open('/console/');
    await tab.signOut();
    await phone.forget(account.number);
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await expect(tab.other('phone')).toHaveCount(0);
    expect(await phone.messages(account.number)).toHaveLength(0);
  });
});
