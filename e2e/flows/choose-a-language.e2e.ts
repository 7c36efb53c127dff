import { expect, test } from '../support/test.ts';
import { words } from '../support/words.ts';

const NAMES = { fr: 'Français', en: 'English' };

test.describe('choosing the language', () => {
  test('D058: chosen on the sign-in page it stays for the browser, and goes on with whoever signs in', async ({
    tab,
    accounts,
    anotherBrowser,
    language,
    t,
  }) => {
    const other = language === 'fr' ? 'en' : 'fr';
    const account = await accounts.make('app', { language });
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await tab.login().fill(account.login);
    const remembered = tab.page.waitForResponse('**/api/language');
    await tab.button(NAMES[other]).click();
    const turned = tab.in(other);
    await expect(turned.title(words[other].signIn.title)).toBeVisible();
    await expect(turned.login()).toHaveValue(account.login);
    await remembered;
    await tab.page.reload();
    await expect(turned.title(words[other].signIn.title)).toBeVisible();
    await expect(tab.page.locator('html')).toHaveAttribute('lang', other);

    // Chosen in this very visit it is the account's too.
    await turned.button(NAMES[language]).click();
    await tab.button(NAMES[other]).click();
    const kept = tab.page.waitForResponse((response) => response.url().endsWith('/api/language'));
    await turned.enterPassword(account);
    await turned.answer(turned.appCode(), await account.app.code());
    await expect(turned.title(words[other].home.greeting(account.name))).toBeVisible();
    await kept;
    const elsewhere = (await anotherBrowser()).in(other);
    await elsewhere.arriveAs(await accounts.signedIn(account), '/console/');
    await expect(elsewhere.title(words[other].home.greeting(account.name))).toBeVisible();
  });

  test('D058: chosen in the menu it is kept for the account', async ({ tab, accounts, language }) => {
    const other = language === 'fr' ? 'en' : 'fr';
    const account = await accounts.make('nothing', { language });
    await tab.arriveAs(await accounts.signedIn(account), '/console/profile');
    await tab.menu().click();
    const kept = tab.page.waitForResponse('**/api/language');
    await tab.page.getByRole('menuitem', { name: NAMES[other] }).click();
    await expect(tab.title(words[other].profile.title)).toBeVisible();
    await expect(tab.text(words[other].profile.languages[other])).toBeVisible();
    await kept;
    await tab.page.reload();
    await expect(tab.title(words[other].profile.title)).toBeVisible();
  });

  test('D058: the next person at the same screen begins with an own language', async ({ tab, accounts, language }) => {
    const other = language === 'fr' ? 'en' : 'fr';
    const [first, second] = [
      await accounts.make('nothing', { language }),
      await accounts.make('nothing', { language }),
    ];
    await tab.arriveAs(await accounts.signedIn(first), '/console/');
    await tab.menu().click();
    const kept = tab.page.waitForResponse('**/api/language');
    await tab.page.getByRole('menuitem', { name: NAMES[other] }).click();
    await kept;
    await tab.in(other).signOut();
    await tab.in(other).enterPassword(second);
    await expect(tab.title(words[language].home.greeting(second.name))).toBeVisible();
  });
});
