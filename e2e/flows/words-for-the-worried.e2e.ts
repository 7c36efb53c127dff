import { wrongCode } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('words for the worried', () => {
  test('D013: a browser that refuses cookies is told that they are needed', async ({ tab, context, t }) => {
    const devtools = await context.newCDPSession(tab.page);
    await devtools.send('Emulation.setDocumentCookieDisabled', { disabled: true });
    await tab.open();
    await expect(tab.text(t.signIn.reasons['no-cookies'])).toBeVisible();
  });

  for (const protection of ['app', 'nothing'] as const)
    test(`D013: where cookies are lost on the way, it is said so and not that the sign-in is over (${protection})`, async ({
      tab,
      context,
      accounts,
      t,
    }) => {
      const account = await accounts.make(protection);
      await tab.open();
      // As a filter does that takes `Set-Cookie` out of what comes from the server.
      await context.route('**/api/sign-in', async (route) => {
        const response = await route.fetch();
        await context.clearCookies();
        const { 'set-cookie': _, ...headers } = response.headers();
        await route.fulfill({ response, headers });
      });
      await tab.enterPassword(account);
      if (protection === 'app') await tab.answer(tab.appCode(), await account.app.code());
      else {
        await tab.menu().click();
        await tab.page.getByRole('menuitem', { name: t.shell.security }).click();
      }
      await expect(tab.text(t.signIn.reasons['no-cookies'])).toBeVisible();
      await context.unroute('**/api/sign-in');
      await tab.enterPassword(account);
      if (protection === 'app') await tab.answer(tab.appCode(), await account.app.code());
      await expect(tab.menu()).toBeVisible();
    });

  test('D055: a code a minute old has expired, and no clock is blamed', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.answer(tab.appCode(), await account.app.codeAtMinutesOff(-1));
    const expired = t.problems['wrong-code'](
      { type: 'wrong-code', title: '', status: 401, attemptsLeft: 4, clock: { minutes: 1, direction: 'slow' } },
      { refused: t.app.answer.refused, timeIn: String, country: String },
    );
    await expect(tab.text(expired)).toBeVisible();
  });

  test('D011: a code of the app that is being replaced is told from the new entry’s', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    const app = await tab.scan();
    await tab.prove(await account.app.code());
    await expect(tab.text(wrongCode(t, 'new-app'))).toBeVisible();
    await tab.prove(await app.code());
    await expect(tab.text(t.app.outcome.replaced)).toBeVisible();
  });

  test('D060: an enrolment that ran out says what becomes of its entry in the app, and begins anew', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const late = await tab.scan();
    await clock.advance({ minutes: 11 });
    await tab.prove(await late.code());
    await expect(tab.text(`${t.enable.over.expired} ${t.app.enrol.deleteEntry}`)).toBeVisible();
    await tab.button(t.app.enrol.again).click();
    await tab.stepUp(account);
    const app = await tab.scan();
    expect(app.entry.secret).not.toBe(late.entry.secret);
    await tab.prove(await app.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('D060: the way for whoever lost the phone, and the code too', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    const others = tab.page.getByRole('heading', { name: t.challenge.others });
    await expect(others).toContainText(t.challenge.lost);
    await tab.other('recovery').click();
    await expect(others).not.toContainText(t.challenge.lost);
    await expect(tab.text(t.challenge.recovery.lost)).toBeVisible();
  });

  test('D060: home leads straight to turning it on, and Finish says what it waits for', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/');
    await tab.link(t.home.enable).click();
    await expect(tab.title(t.enable.choose.title)).toBeVisible();
    await tab.choose('app');
    const app = await tab.scan();
    await tab.prove(await app.code());
    await expect(tab.text(t.recovery.finishWhy)).toBeVisible();
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });
});
