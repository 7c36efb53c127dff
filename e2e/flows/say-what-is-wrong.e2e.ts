import type { Locator, Page } from '@playwright/test';
import { wrongCode } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

/** Counts how often a page says a sentence at a field: each time it does so with an element of its own. */
async function alerts(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLElement && node.role === 'alert') heard.push(node.textContent ?? '');
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => ('heard' in window ? (window.heard as string[]) : []));
}

const errorOf = (field: Locator) => field.evaluate((input) => input.getAttribute('aria-invalid'));

test.describe('what is wrong with a field', () => {
  test('D016: scattered digits are not put together, and nothing is sent', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    const asked: string[] = [];
    tab.page.on('request', (request) => asked.push(request.url()));
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await tab.paste(tab.appCode(), 'code 5876 valid 10 minutes');
    await expect(tab.text(t.codes.code.unclear)).toBeVisible();
    await tab.button(t.challenge.submit).click();
    expect(asked.filter((url) => url.endsWith('/answer'))).toEqual([]);
    await tab.appCode().fill('');
    const code = await account.app.code();
    await tab.paste(tab.appCode(), `2FA: ${code.slice(0, 3)} ${code.slice(3)}`);
    await expect(tab.appCode()).toHaveValue(code);
    await tab.button(t.challenge.submit).click();
    await expect(tab.menu()).toBeVisible();
  });

  test('D016: Devanagari digits sign in', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    const code = await account.app.code();
    await tab.paste(
      tab.appCode(),
      code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x966 + Number(digit))),
    );
    await expect(tab.menu()).toBeVisible();
  });

  test('D018: an error goes with the next key and does not come back; the same one is said each time', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    const field = tab.appCode();
    await tab.answer(field, await account.app.wrongCode());
    const wrong = tab.text(wrongCode(t, 'otp'));
    await expect(wrong).toBeVisible();
    await field.press('1');
    await expect(wrong).toBeHidden();
    expect(await errorOf(field)).toBeNull();
    const heard = await alerts(tab.page);
    await field.press('Enter');
    await expect(tab.text(t.codes.code.short)).toBeVisible();
    await field.press('Enter');
    await expect.poll(heard).toEqual([t.codes.code.short, t.codes.code.short]);
    await field.press('2');
    await expect(tab.text(t.codes.code.short)).toBeHidden();
    await expect(wrong).toBeHidden();
  });

  test('D018: while a code is typed in an enrolment nothing is said of it', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const field = tab.enrolmentCode();
    await field.press('Enter');
    await expect(tab.text(t.codes.code.empty)).toBeVisible();
    const heard = await alerts(tab.page);
    await field.pressSequentially('1234');
    expect(await heard()).toEqual([]);
    await field.press('Tab');
    await expect(tab.text(t.codes.code.short)).toBeVisible();
    expect(await heard()).toEqual([t.codes.code.short]);
  });

  test('D018: what is said when a field is left pushes nothing aside that is being pressed', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.appCode().pressSequentially('123');
    const other = tab.other('recovery');
    const box = await other.boundingBox();
    if (!box) throw new Error('the other method has no place');
    await tab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await tab.page.mouse.down();
    await expect(tab.appCode()).not.toBeFocused();
    await expect(tab.text(t.codes.code.short)).toBeHidden();
    await tab.page.mouse.up();
    await expect(tab.recoveryCode()).toBeFocused();
  });

  test('a code that the browser takes from a message after a wrong one is put in the field, and not sent', async ({
    tab,
    accounts,
    phone,
  }) => {
    // WebOTP, which Chromium on Android alone has: the browser's part is played, the page's is its own.
    await tab.page.addInitScript(() => {
      const arriving = new Promise((arrive) => {
        addEventListener('message', ({ data }) => arrive({ code: data }));
      });
      Object.assign(window, { OTPCredential: Object });
      Object.assign(navigator.credentials, { get: () => arriving });
    });
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    const code = await phone.code(account.number);
    const field = tab.smsCode();
    await tab.answer(field, code === '123456' ? '654321' : '123456');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    const answers: string[] = [];
    tab.page.on('request', (request) => request.url().endsWith('/answer') && answers.push(request.url()));
    await tab.page.evaluate((sent) => postMessage(sent), code);
    await expect(field).toHaveValue(code);
    expect(answers).toEqual([]);
    await field.press('Enter');
    await expect(tab.menu()).toBeVisible();
  });
});
