import { expect, test } from '../support/test.ts';

test.describe('two tabs of one browser', () => {
  test('C046: the Security tab is right without a reload, here and in the other tab', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    await expect(tab.status(false)).toBeVisible();
    const second = await secondTab();
    await second.open('/console/security');
    await second.link(t.security.twoFactor.enable).click();
    await second.choose('app');
    const app = await second.scan();
    await second.prove(await app.code());
    await second.saveRecoveryCode();
    await expect(second.status(true)).toBeVisible();
    await tab.lookAgain();
    await expect(tab.status(true)).toBeVisible();
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
    await second.button(t.security.twoFactor.disable).click();
    await second.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(second.status(false)).toBeVisible();
  });

  test('F-26: two tabs enable at once: both show the same QR code, one finishes, the other learns of it', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    const second = await secondTab();
    await second.open('/console/security/app');
    expect((await second.scan()).entry.secret).toBe(app.entry.secret);
    await tab.prove(await app.code());
    await tab.saveRecoveryCode();
    await second.prove(await app.code());
    // The page that knows what is still to be done leads on to the tab where nothing is.
    await expect(second.title(t.security.title)).toBeVisible();
    await expect(second.status(true)).toBeVisible();
  });

  test('F-26: one tab disables while the other is replacing the app: the replacement is refused in words', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    const second = await secondTab();
    await second.open('/console/security');
    await second.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    const app = await second.scan();
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
    await second.prove(await app.code());
    // It hears of it from the other tab and leads to the true state, or from the server when the code arrives (D012).
    const { cancelled, none } = t.enable.over;
    const refused = second
      .text(cancelled)
      .or(second.text(none))
      .or(second.text(new RegExp(t.security.changed)));
    await expect(refused.first()).toBeVisible();
    await second.open('/console/security');
    await expect(second.status(false)).toBeVisible();
  });

  test('F-26: signing out in one tab leads the other to the sign-in at its next action', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    const second = await secondTab();
    await second.open('/console/');
    await second.signOut();
    await tab.prove(await app.code());
    await expect(tab.title(t.signIn.title)).toBeVisible();
  });

  test('a sign-in that was finished in another tab opens this one too', async ({ tab, accounts, secondTab, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    const second = await secondTab();
    await second.open('/console/profile');
    await second.answer(second.appCode(), await account.app.code());
    await expect(second.title(t.profile.title)).toBeVisible();
    await tab.lookAgain();
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });
});
