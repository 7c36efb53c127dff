import { enable, signInWith } from '../support/recovery-code.ts';
import { expect, test } from '../support/test.ts';

test.describe('there is one recovery code', () => {
  test('C016: a double click on the last button gives one code, and the one on screen works', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    const confirms: string[] = [];
    tab.page.on('request', (request) => {
      if (request.url().endsWith('/confirm')) confirms.push(request.url());
    });
    await tab.enrolmentCode().pressSequentially(await app.code());
    await tab.button(t.shared.continue).dblclick();
    const shown = await tab.shownRecoveryCode();
    expect(confirms).toHaveLength(1);
    const elsewhere = await anotherBrowser();
    await signInWith(shown, account, elsewhere);
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('C058: enabling signs the other browsers out and leaves this one and its code alone', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const elsewhere = await anotherBrowser();
    await elsewhere.arriveAs(await accounts.signedIn(account), '/console/security');
    await expect(elsewhere.status(false)).toBeVisible();
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    await tab.prove(await app.code());
    const shown = await tab.shownRecoveryCode();
    await elsewhere.link(t.security.twoFactor.enable).click();
    await expect(elsewhere.title(t.signIn.title)).toBeVisible();
    // The page looks at the server again whenever it is looked at.
    await tab.lookAgain();
    expect(await tab.shownRecoveryCode()).toBe(shown);
    await tab.saveRecoveryCode();
  });

  test('C052: looking at the pages and changing one’s mind never makes a new code', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security');
    await tab.button(t.security.code.new).click();
    await tab.dialog(t.security.code.newTitle).getByRole('button', { name: t.shared.cancel }).click();
    await tab.open('/console/security/recovery-code');
    await expect(tab.title(t.security.title)).toBeVisible();
    await tab.page.reload();
    await tab.page.goBack();
    const elsewhere = await anotherBrowser();
    await signInWith(account.recoveryCode, account, elsewhere);
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('a new code on request ends the old one at once', async ({ tab, accounts, anotherBrowser, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security');
    await tab.button(t.security.code.new).click();
    await tab.dialog(t.security.code.newTitle).getByRole('button', { name: t.security.code.newConfirm }).click();
    const fresh = await tab.shownRecoveryCode();
    await tab.saveRecoveryCode();
    await expect(tab.text(t.security.outcome.codeSaved)).toBeVisible();
    const elsewhere = await anotherBrowser();
    await signInWith(account.recoveryCode, account, elsewhere);
    await expect(elsewhere.recoveryCode()).toHaveAttribute('aria-invalid', 'true');
    await elsewhere.recoveryCode().fill(fresh.toLowerCase().replaceAll('-', ' '));
    await elsewhere.button(t.challenge.submit).click();
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('D061: after a restore it is said that the code which was kept is no longer accepted, and not that it was never saved', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await accounts.takeCodeBack(account);
    await tab.arriveAs(await accounts.signedIn(account), '/console/security');
    await expect(tab.text(t.security.code.takenBackTitle)).toBeVisible();
    await expect(tab.text(t.security.code.takenBack)).toBeVisible();
    for (const untrue of [t.security.code.unsaved, t.security.code.unsavedTitle])
      await expect(tab.card(t.security.twoFactor.title).getByText(untrue)).toHaveCount(0);
    await tab.button(t.security.code.showNew).click();
    await tab.saveRecoveryCode();
    await expect(tab.text(t.security.code.takenBackTitle)).toHaveCount(0);
  });

  test('a code that was replaced in another tab cannot be ticked off as saved', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    await enable(tab, accounts);
    const second = await secondTab();
    await second.open('/console/security');
    await second.button(t.security.code.showNew).click();
    await second.saveRecoveryCode();
    await tab.page.getByRole('checkbox', { name: t.recovery.saved }).check();
    await tab.button(t.recovery.finish).click();
    await expect(tab.text(t.recovery.replacedElsewhere)).toBeVisible();
    await tab.button(t.recovery.recovered.goOn).click();
    await expect(tab.status(true)).toBeVisible();
    // What was saved is the code of the other tab: nothing is said to have been done here.
    await expect(tab.text(t.security.outcome.on)).toHaveCount(0);
  });
});
