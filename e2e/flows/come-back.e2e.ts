import { atRest } from '../support/page-at-rest.ts';
import { expect, test } from '../support/test.ts';

test.describe('going away and coming back', () => {
  test('C090: the page that was asked for is shown after both steps', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open('/console/profile?from=mail#note');
    await tab.signIn(account);
    await expect(tab.title(t.profile.title)).toBeVisible();
    expect(new URL(tab.page.url()).pathname + new URL(tab.page.url()).search + new URL(tab.page.url()).hash).toBe(
      '/console/profile?from=mail#note',
    );
  });

  for (const target of ['//evil.example', 'https:evil.example', '/\\evil.example', 'javascript:alert(1)', '/other/']) {
    test(`C090: a next page of ${target} leads home`, async ({ tab, accounts, t, stack }) => {
      const account = await accounts.make('nothing');
      await tab.open(`/console/sign-in?next=${encodeURIComponent(target)}`);
      await tab.signIn(account);
      await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
      expect(tab.page.url()).toBe(`${stack.origin}/console/`);
    });
  }

  test('a session that ends leads to the sign-in with the reason, the address kept, and back to the page', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account));
    // All has come: what is still asked for after the session's end would lead to the sign-in by itself.
    await expect(tab.status(false)).toBeVisible();
    await atRest(tab.page);
    await clock.advance({ hours: 1, minutes: 1 });
    await tab.link(t.security.twoFactor.enable).click();
    // There already, or on the way from there to the sign-in.
    await expect(tab.page).toHaveURL(/security(\/|%2F)enable/);
    await tab.lookAgain();
    await expect(tab.text(t.signIn.reasons['session-over'])).toBeVisible();
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    await tab.button(t.signIn.submit).click();
    await expect(tab.title(t.enable.choose.title)).toBeVisible();
  });

  test('a session that ends in the middle of a change says so, and repeats nothing by itself', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.button(t.security.twoFactor.disable).click();
    await clock.advance({ hours: 1, minutes: 1 });
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.text(t.signIn.reasons['session-over'])).toBeVisible();
    await tab.signIn(account);
    await expect(tab.status(true)).toBeVisible();
  });

  test('C089: Back from the code leads to the sign-in, where the code page is offered and another account may be taken', async ({
    tab,
    accounts,
    t,
  }) => {
    const [first, second] = [await accounts.make('app'), await accounts.make('app')];
    await tab.open();
    await tab.enterPassword(first);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await tab.page.goBack();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await tab.link(t.signIn.awaiting.goOn).click();
    await expect(tab.appCode()).toBeVisible();
    await tab.page.goBack();
    await tab.enterPassword(second);
    await expect(tab.page.getByText(second.login)).toBeVisible();
    await tab.answer(tab.appCode(), await second.app.code());
    await expect(tab.menu()).toBeVisible();
    await tab.page.goBack();
    await expect(tab.title(t.home.greeting(second.name))).toBeVisible();
    await tab.menu().click();
    await expect(tab.page.getByText(second.login).first()).toBeVisible();
  });

  test('C089, C093: a reload keeps the code page and sends no new message', async ({ tab, accounts, phone, t }) => {
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.smsCode()).toBeVisible();
    await phone.latest(account.number);
    await tab.page.reload();
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await expect(tab.smsCode()).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
    await tab.answer(tab.smsCode(), await phone.code(account.number));
    await expect(tab.menu()).toBeVisible();
  });

  test('C093: a tab that was thrown away finds the code page again, and nothing secret is kept in the browser', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open('/console/profile');
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    const url = tab.page.url();
    const kept = await tab.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toContain(account.password);
    expect(url).not.toContain(encodeURIComponent(account.login));
    await tab.page.close();
    const again = await secondTab();
    await again.open(url);
    await again.answer(again.appCode(), await account.app.code());
    await expect(again.title(t.profile.title)).toBeVisible();
  });

  test('C091: a sign-in that took too long says so before any code is judged, and keeps the address', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await clock.advance({ minutes: 10, seconds: 1 });
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.text(t.signIn.reasons['challenge-expired'])).toBeVisible();
    await expect(tab.login()).toHaveValue(account.login);
    await tab.password().fill(account.password);
    await tab.button(t.signIn.submit).click();
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.menu()).toBeVisible();
  });

  test('C091: the page notices by itself that ten minutes are over', async ({ tab, accounts, clock, t }) => {
    await tab.page.clock.install();
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.appCode()).toBeVisible();
    await clock.advance({ minutes: 10, seconds: 1 });
    await tab.page.clock.fastForward('10:02');
    await expect(tab.text(t.signIn.reasons['challenge-expired'])).toBeVisible();
    await expect(tab.password()).toBeFocused();
  });

  test('an address of the second step without a sign-in leads to the first', async ({ tab, t }) => {
    await tab.open('/console/sign-in/challenge');
    await expect(tab.title(t.signIn.title)).toBeVisible();
  });
});
