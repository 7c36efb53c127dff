import { readFileSync } from 'node:fs';
import { enable, signInWith } from '../support/recovery-code.ts';
import { sentence } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('keeping the recovery code', () => {
  test('article 5: it can be copied, downloaded and printed, and the tick enables Finish', async ({
    tab,
    accounts,
    t,
  }) => {
    const { account, shown } = await enable(tab, accounts);
    await tab.button(t.recovery.copy).click();
    await expect(tab.button(t.shared.copied)).toBeVisible();
    expect(await tab.page.evaluate(() => navigator.clipboard.readText())).toBe(shown);

    const downloading = tab.page.waitForEvent('download');
    await tab.button(t.recovery.download).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^wattsense-recovery-.+\.txt$/);
    expect(file.suggestedFilename()).toContain(account.login);
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toContain(shown);
    expect(text).toContain(account.login);

    await tab.page.evaluate(() => {
      window.print = () =>
        document.body.setAttribute('data-printed', String(1 + Number(document.body.dataset['printed'] ?? 0)));
    });
    await tab.button(t.recovery.print).click();
    await expect(tab.page.locator('body')).toHaveAttribute('data-printed', '1');

    await expect(tab.button(t.recovery.finish)).toHaveAttribute('aria-disabled', 'true');
    await tab.saveRecoveryCode();
    await expect(tab.card(t.security.twoFactor.title).getByText(t.security.code.savedOn)).toBeVisible();
  });

  test('on paper stand the code, the account and what it is for, and no buttons', async ({ tab, accounts, t }) => {
    const { account } = await enable(tab, accounts);
    await tab.page.emulateMedia({ media: 'print' });
    await expect(tab.page.getByText(account.login).filter({ visible: true }).first()).toBeVisible();
    await expect(tab.page.getByText(t.recovery.printUse)).toBeVisible();
    await expect(tab.button(t.recovery.copy)).toBeHidden();
    await expect(tab.menu()).toBeHidden();
  });

  test('C057: the button follows the tick by mouse, by label and by space', async ({ tab, accounts, t }) => {
    await enable(tab, accounts);
    const tick = tab.page.getByRole('checkbox', { name: t.recovery.saved });
    const finish = tab.button(t.recovery.finish);
    await tick.click();
    await expect(finish).not.toHaveAttribute('aria-disabled', 'true');
    await tab.page.getByText(t.recovery.saved).click();
    await expect(finish).toHaveAttribute('aria-disabled', 'true');
    await tick.focus();
    await tab.page.keyboard.press('Space');
    await expect(finish).not.toHaveAttribute('aria-disabled', 'true');
  });

  test('C055: where copying does not work the page says so and selects the code', async ({ tab, accounts, t }) => {
    const { shown } = await enable(tab, accounts);
    await tab.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.execCommand = () => false;
    });
    await tab.button(t.recovery.copy).click();
    await expect(tab.text(t.shared.copyFailed)).toBeVisible();
    const selected = await tab.page.evaluate(() => String(getSelection()));
    expect(selected.replaceAll(/\s/g, '')).toBe(shown);
  });

  test('C055: without the clipboard of https the code is copied all the same', async ({ tab, accounts, t }) => {
    const { shown } = await enable(tab, accounts);
    await tab.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await tab.button(t.recovery.copy).click();
    await expect(tab.button(t.shared.copied)).toBeVisible();
    const second = await tab.page.context().newPage();
    await second.goto('/console/');
    expect(await second.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  });

  test('C053: leaving by a link asks first, and staying keeps the code on screen', async ({ tab, accounts, t }) => {
    const { shown } = await enable(tab, accounts);
    await tab.page.getByRole('banner').getByRole('link').first().click();
    await expect(tab.dialog(t.recovery.leaveTitle)).toBeVisible();
    await tab.button(t.recovery.stay).click();
    await expect(tab.dialog()).toHaveCount(0);
    expect(await tab.shownRecoveryCode()).toBe(shown);
  });

  test('C053: signing out asks first, staying is what Enter does, and leaving signs out', async ({
    tab,
    accounts,
    t,
  }) => {
    const { shown } = await enable(tab, accounts);
    const pressSignOut = async () => {
      await tab.menu().click();
      await tab.page.getByRole('menuitem', { name: t.shell.signOut }).click();
      await expect(tab.dialog(t.recovery.leaveTitle)).toBeVisible();
    };
    await pressSignOut();
    await expect(tab.button(t.recovery.stay)).toBeFocused();
    await tab.page.keyboard.press('Enter');
    await expect(tab.dialog()).toHaveCount(0);
    expect(await tab.shownRecoveryCode()).toBe(shown);
    await pressSignOut();
    await tab.button(t.recovery.leave).click();
    await expect(tab.title(t.signIn.title)).toBeVisible();
  });

  test('C053: Back asks first; whoever leaves finds a warning and can have a fresh code', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const { account, shown } = await enable(tab, accounts);
    await tab.page.goBack();
    await expect(tab.dialog(t.recovery.leaveTitle)).toBeVisible();
    await tab.button(t.recovery.leave).click();
    await expect(tab.dialog()).toHaveCount(0);
    await tab.open('/console/security');
    await expect(tab.text(t.security.code.unsavedTitle)).toBeVisible();
    await tab.button(t.security.code.showNew).click();
    const fresh = await tab.shownRecoveryCode();
    expect(fresh).not.toBe(shown);
    await tab.saveRecoveryCode();

    const elsewhere = await anotherBrowser();
    await signInWith(shown, account, elsewhere);
    await expect(elsewhere.recoveryCode()).toHaveAttribute('aria-invalid', 'true');
    await elsewhere.recoveryCode().fill(fresh);
    await elsewhere.button(t.challenge.submit).click();
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('C053: a reload asks first, shows the code no more and offers a fresh one', async ({ tab, accounts, t }) => {
    const { shown } = await enable(tab, accounts);
    const asked = tab.page.waitForEvent('dialog');
    const reloading = tab.page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloading;
    await expect(tab.title(t.enable.code.missedTitle)).toBeVisible();
    await expect(tab.page.getByText(shown.slice(0, 14))).toHaveCount(0);
    await tab.button(t.enable.code.show).click();
    expect(await tab.shownRecoveryCode()).not.toBe(shown);
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });

  test('C053: an answer that never arrives leaves 2FA on and a fresh code within reach', async ({
    tab,
    accounts,
    t,
    allowed,
  }) => {
    allowed.push(/ERR_FAILED/);
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    await tab.page.route('**/confirm', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await tab.prove(await app.code());
    await expect(tab.text(sentence(t, 'offline'))).toBeVisible();
    await tab.page.unroute('**/confirm');
    await tab.button(t.shared.continue).click();
    await expect(tab.title(t.enable.code.missedTitle)).toBeVisible();
    await tab.button(t.enable.code.show).click();
    await tab.shownRecoveryCode();
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });
});
