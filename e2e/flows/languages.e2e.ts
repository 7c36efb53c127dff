import { expect, test } from '../support/test.ts';
import { words } from '../support/words.ts';

/** Wraps every text in an element of its own, as browsers' translators do. */
async function translate(page: import('@playwright/test').Page): Promise<void> {
  await page.evaluate(() => {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) texts.push(node);
    for (const text of texts) {
      if (text.data.trim() === '' || text.parentElement?.closest('[translate=no]')) continue;
      const font = document.createElement('font');
      text.replaceWith(font);
      font.append(text);
    }
  });
}

test.describe('languages', () => {
  test('C098: before signing in the browser’s language is spoken, afterwards the account’s, and the page says which', async ({
    tab,
    accounts,
    language,
    t,
  }) => {
    const other = language === 'fr' ? 'en' : 'fr';
    const account = await accounts.make('app', { language: other });
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.page.locator('html')).toHaveAttribute('lang', language);
    await expect(tab.page).toHaveTitle(t.shared.title(t.signIn.title));
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.in(other).title(words[other].home.greeting(account.name))).toBeVisible();
    await expect(tab.page.locator('html')).toHaveAttribute('lang', other);
    await tab.in(other).openSecurityFromMenu();
    await expect(tab.page).toHaveTitle(words[other].shared.title(words[other].security.title));
    await tab.in(other).menu().click();
    await tab.page.getByRole('menuitem', { name: words[other].shell.signOut }).click();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.page.locator('html')).toHaveAttribute('lang', language);
  });

  test('C097: a browser that translates the page does not break the sign-in', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await translate(tab.page);
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await translate(tab.page);
    await tab.answer(tab.appCode(), await account.app.wrongCode());
    await expect(tab.appCode()).toHaveAttribute('aria-invalid', 'true');
    await translate(tab.page);
    await tab.other('recovery').click();
    await expect(tab.recoveryCode()).toBeVisible();
    await translate(tab.page);
    await tab.other('app').click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('C097: nor the text message, its progress and its resending', async ({ tab, accounts, phone, clock, t }) => {
    await tab.page.clock.install();
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.smsCode()).toBeVisible();
    await translate(tab.page);
    await phone.latest(account.number);
    await clock.advance({ seconds: 31 });
    await tab.page.clock.fastForward('00:31');
    await translate(tab.page);
    await tab.page.getByRole('button', { name: t.phone.sms.resend }).click();
    await phone.latest(account.number, 2);
    await translate(tab.page);
    await tab.answer(tab.smsCode(), await phone.code(account.number, 2));
    await expect(tab.menu()).toBeVisible();
  });

  test('C097: nor enabling, the recovery code, and disabling', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')));
    await expect(tab.status(false)).toBeVisible();
    await translate(tab.page);
    await tab.link(t.security.twoFactor.enable).click();
    await expect(tab.title(t.enable.choose.title)).toBeVisible();
    await translate(tab.page);
    await tab.choose('app');
    const app = await tab.scan();
    await translate(tab.page);
    await tab.prove(await app.wrongCode());
    await expect(tab.enrolmentCode()).toHaveAttribute('aria-invalid', 'true');
    await translate(tab.page);
    await tab.prove(await app.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
    await translate(tab.page);
    await tab.saveRecoveryCode();
    await translate(tab.page);
    await tab.button(t.security.twoFactor.disable).click();
    await translate(tab.page);
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
  });
});
