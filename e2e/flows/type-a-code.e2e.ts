import type { Locator } from '@playwright/test';
import type { Account } from '../support/accounts.ts';
import { AuthenticatorApp, readOtpauth } from '../support/authenticator-app.ts';
import type { TestClock } from '../support/clock.ts';
import type { Tab } from '../support/tab.ts';
import { expect, test } from '../support/test.ts';
import type { Visitor } from '../support/visitor.ts';

/** Sets a field's value in one go and tells the page once, as autofill does. */
function autofill(field: Locator, text: string): Promise<void> {
  return field.evaluate((input, filled) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    set?.call(input, filled);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/** Begins to bind an app of whose codes one begins with 0 well within the ten minutes of an enrolment. */
async function beginNearZero(visitor: Visitor, clock: TestClock): Promise<void> {
  for (;;) {
    const begun = await visitor.beginApp();
    if (begun.kind !== 'app') throw new Error('no enrolment of an app');
    if ((await new AuthenticatorApp(readOtpauth(begun.otpauthUri), clock).minutesToZero()) < 8) return;
    await visitor.cancelEnrolment(begun.id);
  }
}

const fullWidth = (code: string) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

test.describe('typing a code', () => {
  /** Stops at the page that asks for the app's code. */
  async function atTheCode(tab: Tab, account: Account): Promise<Locator> {
    await tab.open('/console/sign-in');
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    return tab.appCode();
  }

  for (const { how, write } of [
    { how: '“123 456”', write: (code: string) => `${code.slice(0, 3)} ${code.slice(3)}` },
    { how: 'with blanks around it', write: (code: string) => `  ${code} ` },
    { how: '“123-456”', write: (code: string) => `${code.slice(0, 3)}-${code.slice(3)}` },
  ]) {
    test(`C005: ${how} is taken, typed and pasted`, async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      await tab.answer(await atTheCode(tab, account), write(await account.app.code()));
      await expect(tab.menu()).toBeVisible();
      await tab.signOut();
      const field = await atTheCode(tab, account);
      await tab.paste(field, write(await account.app.code()));
      await expect(tab.menu()).toBeVisible();
    });
  }

  test('C005: a code is taken with blanks while enabling and in the step-up too', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    const spaced = async () => (await app.code()).replace(/^.../, '$& ');
    await tab.prove(await spaced());
    await tab.saveRecoveryCode();
    await clock.advance({ minutes: 11 });
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await tab.stepUp(account, await spaced());
    await expect(tab.status(false)).toBeVisible();
  });

  test('C006: unseen characters around and inside a pasted code do no harm', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    const unseen = ['\u00a0', '\u200b', '\u2060', '\ufeff', '\u00ad', '\t', '\n'];
    const field = await atTheCode(tab, account);
    const [first, ...rest] = await account.app.code();
    await tab.paste(field, `\u200b${first}${rest.map((digit, at) => `${unseen[at] ?? ''}${digit}`).join('')}\n`);
    await expect(tab.menu()).toBeVisible();
  });

  test('C006: a whole message pasted gives its code', async ({ tab, accounts, phone }) => {
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await tab.paste(tab.smsCode(), (await phone.latest(account.number)).text);
    await expect(tab.menu()).toBeVisible();
  });

  test('C007: full-width digits are read, typed and pasted', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    const field = await atTheCode(tab, account);
    for (const digit of fullWidth(await account.app.code())) await tab.page.keyboard.insertText(digit);
    await expect(field).toHaveValue(/^\d{6}$/);
    await field.press('Enter');
    await expect(tab.menu()).toBeVisible();
    await tab.signOut();
    await tab.paste(await atTheCode(tab, account), fullWidth(await account.app.code()));
    await expect(tab.menu()).toBeVisible();
  });

  test('C007: an input method’s digits are judged when it is done with them', async ({ tab, accounts, context }) => {
    const account = await accounts.make('app');
    const field = await atTheCode(tab, account);
    const code = fullWidth(await account.app.code());
    const keyboard = await context.newCDPSession(tab.page);
    const answers: string[] = [];
    tab.page.on('request', (request) => {
      if (request.url().endsWith('/answer')) answers.push(request.url());
    });
    for (let length = 1; length <= 6; length += 1) {
      const text = code.slice(0, length);
      await keyboard.send('Input.imeSetComposition', { text, selectionStart: length, selectionEnd: length });
    }
    expect(answers).toHaveLength(0);
    await keyboard.send('Input.insertText', { text: code });
    await expect(field.or(tab.menu())).toBeVisible();
    if (await field.isVisible()) await field.press('Enter');
    await expect(tab.menu()).toBeVisible();
    expect(answers).toHaveLength(1);
  });

  test('C008: a code that begins with 0 enables, signs in and steps up', async ({ tab, accounts, clock, t }) => {
    const account = await accounts.make('nothing');
    const visitor = await accounts.signedIn(account);
    await beginNearZero(visitor, clock);
    await tab.arriveAs(visitor, '/console/security/app');
    const app = await tab.scan();
    await tab.prove(await app.codeBeginningWithZero());
    await tab.saveRecoveryCode();
    await tab.signOut();
    // Found before the challenge begins, which lives for ten minutes alone.
    const code = await app.codeBeginningWithZero();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), code);
    await expect(tab.menu()).toBeVisible();
    await tab.open('/console/security');
    await clock.advance({ minutes: 11 });
    const proof = await app.codeBeginningWithZero();
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await tab.stepUp(account, proof);
    await expect(tab.status(false)).toBeVisible();
  });

  test('C011: a code filled in in one go is taken whole, wherever the focus is', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    const field = await atTheCode(tab, account);
    await tab.button(tab.t.challenge.notYou).focus();
    await autofill(field, await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('C011, C012, C094, C096: one text field with a name, for digits, that browsers and managers understand', async ({
    tab,
    accounts,
  }) => {
    const account = await accounts.make('app');
    const field = await atTheCode(tab, account);
    await expect(tab.page.getByRole('textbox')).toHaveCount(1);
    await expect(field).toHaveAttribute('type', 'text');
    await expect(field).toHaveAttribute('inputmode', 'numeric');
    await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(field).toHaveAttribute('autocapitalize', 'off');
    await expect(field).not.toHaveAttribute('maxlength');
    await expect(field).toHaveAccessibleDescription(/.+/);
    await expect(tab.page.locator('input[type=password]')).toHaveCount(0);
  });

  test('C013: six digits stay clear of a password manager’s badge at the end of the field', async ({
    tab,
    accounts,
  }) => {
    const account = await accounts.make('app');
    await tab.page.setViewportSize({ width: 320, height: 640 });
    const field = await atTheCode(tab, account);
    await field.pressSequentially('888888');
    const room = await field.evaluate((input: HTMLInputElement) => {
      const style = getComputedStyle(input);
      const canvas = document.createElement('canvas').getContext('2d');
      if (!canvas) return 0;
      canvas.font = style.font;
      canvas.letterSpacing = style.letterSpacing;
      return input.clientWidth - Number.parseFloat(style.paddingLeft) - canvas.measureText('888888').width;
    });
    expect(room).toBeGreaterThanOrEqual(32);
  });

  test('C050: the recovery code’s field takes letters and is no one-time code', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await atTheCode(tab, account);
    await tab.other('recovery').click();
    const field = tab.recoveryCode();
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('autocomplete', 'off');
    await expect(field).not.toHaveAttribute('inputmode', 'numeric');
    await expect(field).not.toHaveAttribute('pattern');
    await expect(field).not.toHaveAttribute('maxlength');
    await expect(field).toHaveAttribute('spellcheck', 'false');
    await tab.answer(field, 'ABCD-EFGH');
    await expect(tab.text(t.codes.recoveryCode.short(16))).toBeVisible();
  });

  test('C014: after Enter in the password six digits can be typed at once @desktop', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    await tab.page.keyboard.press('Enter');
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await tab.page.keyboard.type(await account.app.code());
    await expect(tab.appCode()).toHaveValue(/^\d{6}$/);
    await expect(tab.page.locator('input[type=password]')).toHaveCount(0);
    await tab.page.keyboard.press('Enter');
    await expect(tab.menu()).toBeVisible();
  });

  test('a code that is pasted wrong is not sent a second time by itself', async ({ tab, accounts }) => {
    const account = await accounts.make('app');
    const field = await atTheCode(tab, account);
    await tab.paste(field, await account.app.wrongCode());
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    const asked: string[] = [];
    tab.page.on('request', (request) => asked.push(request.url()));
    await tab.paste(field, await account.app.code());
    await expect(field).toHaveValue(/^\d{6}$/);
    expect(asked.filter((url) => url.endsWith('/answer'))).toEqual([]);
    await field.press('Enter');
    await expect(tab.menu()).toBeVisible();
  });
});
