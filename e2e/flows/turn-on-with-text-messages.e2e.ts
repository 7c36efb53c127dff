import { sentence, withAnyTime, wrongCode } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('turning on by text message', () => {
  test('article 6: country and number, the code from TheBuilding, the recovery code, and it is on', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security');
    await tab.link(t.security.twoFactor.enable).click();
    await tab.choose('phone');
    await tab.enterNumber(account.number);
    await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    const sms = await phone.latest(account.number);
    expect(sms.from).toBe('TheBuilding');
    expect(sms.segments).toBe(1);
    await tab.prove(await phone.code(account.number));
    await expect(tab.title(t.recovery.title)).toBeVisible();
    await expect(tab.text(t.recovery.once)).toBeVisible();
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
    await expect(tab.text(t.phone.masked(account.number.slice(-2)))).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
  });

  test('article 6: the message reads as the article says, and binds the code to the console', async ({
    tab,
    accounts,
    phone,
  }) => {
    const account = await accounts.make('nothing', { language: 'en' });
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.in('en').enterNumber(account.number);
    const code = await phone.code(account.number);
    expect((await phone.latest(account.number)).text).toBe(
      `${code} is your verification code for Wattsense Console.\nPlease use this code to verify your identity.\n@localhost #${code}`,
    );
  });

  test('the message speaks French to whoever uses the console in French', async ({ tab, accounts, phone }) => {
    const account = await accounts.make('nothing', { language: 'fr' });
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.in('fr').enterNumber(account.number);
    const code = await phone.code(account.number);
    expect((await phone.latest(account.number)).text).toBe(
      `${code} est votre code de vérification pour Wattsense Console.\nUtilisez ce code pour confirmer votre identité.\n@localhost #${code}`,
    );
  });

  for (const { how, write } of [
    {
      how: 'C073: with the trunk zero after the country code',
      write: (rest: string) => `+33 (0)${rest.replaceAll(/(\d{2})/g, '$1.')}`,
    },
    { how: 'C074: with 00 in place of the plus', write: (rest: string) => `0033 ${rest}` },
    { how: 'C078: copied with the marks that turn its direction', write: (rest: string) => `\u202a+33${rest}\u202c` },
    {
      how: 'C078: copied with no-break spaces and hyphens',
      write: (rest: string) => `+33\u00a0${rest.slice(0, 3)}\u2011${rest.slice(3)}`,
    },
    {
      how: 'in full-width digits',
      write: (rest: string) => `+33${rest}`.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    },
  ]) {
    test(`${how} a number is taken, and stays on screen as it was typed`, async ({ tab, accounts, phone, t }) => {
      const account = await accounts.make('nothing');
      await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
      const typed = write(account.number.replace('+33', ''));
      await tab.field(t.phone.enrol.number).fill(typed);
      await expect(tab.field(t.phone.enrol.number)).toHaveValue(typed);
      await tab.button(t.phone.enrol.send).click();
      await phone.latest(account.number);
      await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    });
  }

  test('C074: a country code that is typed wins over the country chosen', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/phone');
    const country = tab.country();
    await country.selectOption('FR');
    await tab.field(t.phone.enrol.number).pressSequentially('+32 47');
    await expect(country).toHaveValue('BE');
  });

  for (const { what, typed, reason } of [
    { what: 'C079: a landline', typed: '01 42 68 53 00', reason: 'not-mobile' },
    { what: 'C079: a premium number', typed: '08 90 64 12 34', reason: 'premium' },
    { what: 'a number that is too short', typed: '06 39 98', reason: 'too-short' },
    { what: 'a country that is not served', typed: '+1 202 555 0143', reason: 'country-not-served' },
  ] as const) {
    test(`${what} is refused in words of its own`, async ({ tab, accounts, phone, t }) => {
      await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/phone');
      await tab.enterNumber(typed);
      await expect(tab.text(sentence(t, 'phone-refused', { reason }))).toBeVisible();
      await expect(tab.field(t.phone.enrol.number)).toBeFocused();
      await expect(tab.field(t.phone.enrol.number)).toHaveValue(typed);
      expect(await phone.messages(typed)).toHaveLength(0);
    });
  }

  test('a wrong code keeps its place, and the right one then works', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    const code = await phone.code(account.number);
    await tab.prove(code === '111111' ? '222222' : '111111');
    await expect(tab.text(wrongCode(t, 'sms'))).toBeVisible();
    await tab.prove(code);
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('another message brings the same code, after a wait that the page tells', async ({
    tab,
    accounts,
    phone,
    clock,
    t,
  }) => {
    await tab.page.clock.install();
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    const first = await phone.code(account.number);
    const resend = tab.page.getByRole('button', { name: t.phone.sms.resend });
    await expect(resend).toHaveAttribute('aria-disabled', 'true');
    await clock.advance({ seconds: 31 });
    await tab.page.clock.fastForward('00:31');
    await expect(resend).not.toHaveAttribute('aria-disabled', 'true');
    await resend.click();
    expect(await phone.code(account.number, 2)).toBe(first);
    await tab.prove(first);
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('the page follows the message until it is delivered, and tells until when its code works', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
    await expect(tab.text(withAnyTime(t.phone.sms.validUntil))).toBeVisible();
  });

  test('when the provider refuses, the page says that the message could not be sent', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await phone.fails(account.number, 'low-balance');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.text(sentence(t, 'sms-not-sent', { failure: 'provider' }))).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(0);
  });

  test('when nobody knows whether it was sent, the page says that it may arrive, and sends no second one', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('nothing');
    // A receipt would tell that it arrived.
    await phone.keepsQuiet(account.number);
    await phone.fails(account.number, 'reset');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.text(t.phone.sms['may-arrive'])).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
    await tab.prove(await phone.code(account.number));
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('a reload keeps the step and sends nothing new; so does coming back from the Security tab', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    await tab.page.reload();
    await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    await tab.open('/console/security');
    await expect(tab.text(t.phone.unfinished.title)).toBeVisible();
    await expect(tab.status(false)).toBeVisible();
    await tab.link(t.phone.unfinished.goOn).click();
    expect(await phone.messages(account.number)).toHaveLength(1);
    await tab.prove(await phone.code(account.number));
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('C019: giving the phone up halfway leaves nothing behind', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.title(t.phone.enrol.code.title)).toBeVisible();
    await tab.open('/console/security');
    await tab.button(t.phone.unfinished.drop).click();
    await expect(tab.text(t.phone.unfinished.title)).toHaveCount(0);
    await tab.signOut();
    await tab.enterPassword(account);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('a mistyped number can be changed without typing it all again', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('nothing');
    const mistaken = (await accounts.make('nothing')).number;
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    await tab.enterNumber(mistaken);
    await tab.link(t.phone.enrol.code.changeTheNumber).click();
    await expect(tab.field(t.phone.enrol.number)).toHaveValue(mistaken.replace('+33', '0'));
    await tab.enterNumber(account.number);
    await tab.prove(await phone.code(account.number));
    await expect(tab.title(t.recovery.title)).toBeVisible();
    await tab.saveRecoveryCode();
    await expect(tab.text(t.phone.masked(account.number.slice(-2)))).toBeVisible();
  });
});
