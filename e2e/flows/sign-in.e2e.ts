import { refusedUntil, sentence, wrongCode } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('signing in', () => {
  test('without a second factor the password is enough', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await tab.enterPassword(account);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('article 8: after the password another page asks for the code from the app', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await expect(tab.menu()).toHaveCount(0);
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('article 8: after the password a text message comes by itself, and its code opens the console', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.smsCode()).toBeVisible();
    const sms = await phone.latest(account.number);
    expect(sms.from).toBe('TheBuilding');
    await tab.answer(tab.smsCode(), await phone.code(account.number));
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
  });

  test('article 9: support can be reached from both steps, the profile menu and the profile', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    const support = tab.link(t.shared.contactSupport);
    await tab.open();
    await expect(support).toHaveAttribute('href', 'mailto:support@example.com');
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await expect(support).toHaveAttribute('href', 'mailto:support@example.com');
    await tab.answer(tab.appCode(), await account.app.code());
    await tab.menu().click();
    await expect(tab.page.getByRole('menuitem', { name: t.shared.contactSupport })).toHaveAttribute(
      'href',
      'mailto:support@example.com',
    );
    await tab.page.getByRole('menuitem', { name: t.shell.profile, exact: true }).click();
    await expect(support).toHaveAttribute('href', 'mailto:support@example.com');
  });

  test('an unknown address and a wrong password get the same sentence; the password is emptied, the address kept', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    for (const login of [account.login, 'nobody@example.com']) {
      await tab.enterPassword({ login, password: 'not the right password' });
      await expect(tab.text(sentence(t, 'wrong-credentials'))).toBeVisible();
      await expect(tab.password()).toHaveValue('');
      await expect(tab.password()).toBeFocused();
      await expect(tab.login()).toHaveValue(login);
    }
  });

  test('too many wrong passwords are told until when to wait, while the owner’s known browser still gets in', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    const stranger = accounts.stranger();
    await tab.open();
    for (let guess = 0; guess < 9; guess += 1) {
      const answered = tab.page.waitForResponse('**/api/sign-in');
      await tab.enterPassword({ ...account, password: `wrong password number ${guess}` });
      if ((await answered).status() === 429) break;
    }
    await expect(tab.text(refusedUntil(t, 'too-many-attempts'))).toBeVisible();
    expect((await stranger.signIn(account.login, account.password)).state).toBe('authenticated');
  });

  test('C092, C095: a wrong code stays on the page, selected; the right one typed over it works', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.wrongCode());
    await expect(tab.text(`${wrongCode(t, 'otp')} ${t.challenge.attemptsLeft(4)}`)).toBeVisible();
    await expect(tab.appCode()).toBeFocused();
    await tab.page.keyboard.type(await account.app.code());
    await expect(tab.appCode()).toHaveValue(/^\d{6}$/);
    await tab.page.keyboard.press('Enter');
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('a code that was used is told apart from a wrong one', async ({ tab, accounts, anotherBrowser, t }) => {
    const account = await accounts.make('app');
    const code = await account.app.code();
    await tab.open();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), code);
    await expect(tab.menu()).toBeVisible();
    const elsewhere = await anotherBrowser();
    await elsewhere.open();
    await elsewhere.enterPassword(account);
    await elsewhere.answer(elsewhere.appCode(), code);
    await expect(elsewhere.text(wrongCode(t, 'otp', { alreadyUsed: true }))).toBeVisible();
  });

  test('a phone whose clock is slow is told so; one that is fast learns nothing', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app', { language: 'en' });
    await tab.open();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.codeAtMinutesOff(-4));
    await expect(tab.page.getByText(/\b[45]\smin/)).toBeVisible();
    await tab.answer(tab.appCode(), await account.app.codeAtMinutesOff(4));
    await expect(tab.text(wrongCode(t, 'otp'))).toBeVisible();
  });

  test('five wrong codes lead back to the password, and then even the right code waits until a told time', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    await tab.page.clock.install();
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    for (let guess = 0; guess < 5; guess += 1) {
      const answered = tab.page.waitForResponse(/\/answer$/);
      await tab.answer(tab.appCode(), await account.app.wrongCode());
      await answered;
    }
    await expect(tab.text(t.signIn.reasons['challenge-exhausted'])).toBeVisible();
    await expect(tab.login()).toHaveValue(account.login);
    await tab.password().fill(account.password);
    await tab.button(t.signIn.submit).click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.text(refusedUntil(t, 'second-factor-blocked'))).toBeVisible();
    await expect(tab.other('recovery')).toBeVisible();
    await clock.advance({ seconds: 31 });
    await tab.page.clock.fastForward('00:31');
    await expect(tab.text(t.challenge.canTryAgain)).toBeVisible();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('while strangers have blocked the codes, the recovery code still lets the owner in', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app, blocked');
    await tab.open();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.button(t.challenge.submit)).toHaveAttribute('aria-disabled', 'true');
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('another message brings the same code, after a wait', async ({ tab, accounts, phone, clock, t }) => {
    await tab.page.clock.install();
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    const first = await phone.code(account.number);
    await clock.advance({ seconds: 31 });
    await tab.page.clock.fastForward('00:31');
    await tab.page.getByRole('button', { name: t.phone.sms.resend }).click();
    expect(await phone.code(account.number, 2)).toBe(first);
    await tab.answer(tab.smsCode(), first);
    await expect(tab.menu()).toBeVisible();
  });

  test('C056: when the message cannot be sent the page says so, and the recovery code is in sight', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    await phone.fails(account.number, 'low-balance');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.text(sentence(t, 'sms-not-sent', { failure: 'provider' }))).toBeVisible();
    await expect(tab.other('recovery')).toBeVisible();
  });

  test('app and phone: every other way is in sight, and the last one used comes first the next time', async ({
    tab,
    accounts,
    phone,
  }) => {
    const account = await accounts.make('app and phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await expect(tab.other('recovery')).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(0);
    await tab.other('phone').click();
    await tab.answer(tab.smsCode(), await phone.code(account.number));
    await tab.signOut();
    await phone.forget(account.number);
    await tab.enterPassword(account);
    await expect(tab.smsCode()).toBeVisible();
    await phone.latest(account.number);
    await tab.other('app').click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });
});
