import { tabTo } from '../support/keyboard.ts';
import { expect, test } from '../support/test.ts';

test.describe('by keyboard alone @desktop', () => {
  test('signing in, enabling by app, keeping the code, signing out and in again, and disabling', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const { page } = tab;
    const { keyboard } = page;
    await tab.open();
    await expect(tab.login()).toBeFocused();
    await keyboard.type(account.login);
    await keyboard.press('Tab');
    await keyboard.type(account.password);
    await keyboard.press('Enter');
    await expect(tab.title(t.home.greeting(account.name))).toBeFocused();

    await tabTo(page, tab.link(t.home.enable));
    await keyboard.press('Enter');
    await expect(tab.title(t.enable.choose.title)).toBeFocused();
    await tabTo(page, page.getByRole('radio', { name: t.app.enrol.choice.name }));
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: t.phone.enrol.choice.name })).toBeChecked();
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    await expect(tab.title(t.app.enrol.title)).toBeFocused();
    const app = await tab.appFromPrintedKey();
    await tabTo(page, tab.enrolmentCode());
    await keyboard.type(await app.code());
    await keyboard.press('Enter');
    await expect(tab.title(t.recovery.title)).toBeFocused();
    await tabTo(page, page.getByRole('checkbox', { name: t.recovery.saved }));
    await keyboard.press('Space');
    await tabTo(page, tab.button(t.recovery.finish));
    await keyboard.press('Enter');
    await expect(tab.title(t.security.title)).toBeFocused();
    await expect(tab.status(true)).toBeVisible();

    await tabTo(page, tab.menu(), 60);
    await keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: t.shell.signOut })).toBeVisible();
    await keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitem', { name: t.shell.signOut })).toBeFocused();
    await keyboard.press('Enter');
    await expect(tab.login()).toBeFocused();
    await keyboard.type(account.login);
    await keyboard.press('Tab');
    await keyboard.type(account.password);
    await keyboard.press('Enter');
    await expect(tab.appCode()).toBeFocused();
    await keyboard.type(await app.code());
    await keyboard.press('Enter');
    await expect(tab.menu()).toBeVisible();

    await tabTo(page, tab.link(t.home.open));
    await keyboard.press('Enter');
    await tabTo(page, tab.button(t.security.twoFactor.disable), 60);
    await keyboard.press('Enter');
    const dialog = tab.dialog(t.security.turnOff.title);
    await expect(dialog).toBeVisible();
    // The focus stays inside, and the harmless button comes first. At either end it passes over the guard that sends it back.
    await expect(tab.button(t.security.turnOff.keep)).toBeFocused();
    for (let press = 0; press < 5; press += 1) {
      await keyboard.press('Tab');
      await expect(dialog.locator(':focus')).toHaveCount(1);
    }
    await tabTo(page, dialog.getByRole('button', { name: t.security.turnOff.confirm }));
    await keyboard.press('Enter');
    await expect(tab.page.locator(':focus')).toContainText(t.security.turnOff.done);
  });

  test('the skip link leads past the bar, and every focus can be seen', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app')));
    await expect(tab.status(true)).toBeVisible();
    await tab.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await tab.link(t.shell.skip).focus();
    await expect(tab.link(t.shell.skip)).toBeInViewport();
    await tab.page.keyboard.press('Enter');
    await expect(tab.page.getByRole('main')).toBeFocused();
    let stops = 0;
    for (; stops < 12; stops += 1) {
      await tab.page.keyboard.press('Tab');
      const focused = await tab.page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        return { shown: outlineStyle !== 'none' || boxShadow !== 'none', element: element.outerHTML.slice(0, 120) };
      });
      // Behind its last place the focus leaves the page.
      if (focused === null) break;
      expect(focused).toMatchObject({ shown: true });
      await expect(tab.page.locator(':focus')).toBeInViewport({ ratio: 1 });
    }
    expect(stops).toBeGreaterThan(7);
  });

  test('enabling by text message', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('nothing');
    const { keyboard } = tab.page;
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await expect(tab.title(t.phone.enrol.title)).toBeFocused();
    await keyboard.press('Tab');
    await tabTo(tab.page, tab.country());
    await keyboard.type('Fr');
    await expect(tab.country()).toHaveValue('FR');
    await keyboard.press('Tab');
    await keyboard.type(account.number.replace('+33', '0'));
    await keyboard.press('Enter');
    await expect(tab.enrolmentCode()).toBeFocused();
    await keyboard.type(await phone.code(account.number));
    await keyboard.press('Enter');
    await expect(tab.title(t.recovery.title)).toBeFocused();
  });
});
