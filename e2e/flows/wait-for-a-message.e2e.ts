import { refusedUntil, sentence } from '../support/sentences.ts';
import type { Tab } from '../support/tab.ts';
import { expect, test } from '../support/test.ts';

/**
 * Lets the network reject a message, and sees that the page asks within three seconds of its own clock and is
 * told. What a slow machine takes for that does not count. Needs `clock.install()`.
 */
async function rejectedWithin3Seconds({ page }: Tab, rejects: () => Promise<void>): Promise<void> {
  const ofMessages = '**/api/sms/*';
  // A minute on, since no clock can be stopped in its past.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
  const before = page.waitForResponse(ofMessages);
  await page.clock.runFor('00:02');
  await before;
  await rejects();
  const asked = page.waitForRequest(ofMessages);
  await page.clock.runFor('00:03');
  const answer = await (await asked).response();
  expect(await answer?.json()).toMatchObject({ state: 'not-delivered' });
  await page.clock.resume();
}

test.describe('waiting for a message', () => {
  test('one that is rejected at sign-in is known within 3 s, and the recovery code lets in without a reload', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    await phone.receipts(account.number, 'none');
    await tab.page.clock.install();
    await tab.open();
    let loads = 0;
    tab.page.on('load', () => {
      loads += 1;
    });
    await tab.enterPassword(account);
    await expect(tab.text(t.phone.sms.sent)).toBeVisible();
    await rejectedWithin3Seconds(tab, () => phone.rejects(account.number, 1260));
    await expect(tab.text(sentence(t, 'sms-not-sent', { failure: 'unreachable' }))).toBeVisible();
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await expect(tab.title(t.recovery.title)).toBeVisible();
    expect(loads).toBe(0);
  });

  test('one that is rejected long after it was sent is known within 3 s too, and another does', async ({
    tab,
    accounts,
    phone,
    clock,
    t,
  }) => {
    const account = await accounts.make('phone');
    await phone.receipts(account.number, 'none');
    await tab.page.clock.install();
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.text(t.phone.sms.sent)).toBeVisible();
    await clock.advance({ seconds: 40 });
    await tab.page.clock.runFor('00:40');
    await rejectedWithin3Seconds(tab, () => phone.rejects(account.number, 1210));
    await expect(tab.text(sentence(t, 'sms-not-sent', { failure: 'filtered' }))).toBeVisible();
    await tab.button(t.phone.sms.resend).click();
    await tab.answer(tab.smsCode(), await phone.code(account.number, 2));
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('one that is rejected while a phone is bound is known within 3 s, and the number can be put right', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('nothing');
    // Nobody's yet: a neighbour's number may have had its messages already.
    const mistaken = (await accounts.make('nothing')).number;
    await phone.receipts(mistaken, 'none');
    await tab.page.clock.install();
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
    let loads = 0;
    tab.page.on('load', () => {
      loads += 1;
    });
    await tab.enterNumber(mistaken);
    await expect(tab.text(t.phone.sms.sent)).toBeVisible();
    await rejectedWithin3Seconds(tab, () => phone.rejects(mistaken, 1170));
    await expect(tab.text(sentence(t, 'sms-not-sent', { failure: 'invalid-number' }))).toBeVisible();
    await tab.link(t.phone.enrol.code.changeTheNumber).click();
    await tab.enterNumber(account.number);
    await tab.prove(await phone.code(account.number));
    await expect(tab.title(t.recovery.title)).toBeVisible();
    expect(loads).toBe(0);
  });

  test('C087: a resend that is refused leaves the field where it is, and the earlier code works', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    await tab.page.clock.install();
    await tab.open();
    await tab.enterPassword(account);
    const code = await phone.code(account.number);
    await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
    // The page's clock runs ahead of the server's, as on a computer that is woken up.
    await tab.page.clock.runFor('00:31');
    await tab.button(t.phone.sms.resend).click();
    await expect(tab.text(refusedUntil(t, 'too-many-messages'))).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
    await tab.answer(tab.smsCode(), code);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  for (const { way, hours } of [
    { way: 'back', hours: -1 },
    { way: 'ahead', hours: 1 },
  ]) {
    test(`D019: a clock that is set ${way} meanwhile changes no wait`, async ({ tab, accounts, phone, t }) => {
      const account = await accounts.make('phone');
      await tab.open();
      await tab.enterPassword(account);
      await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
      // The time of day alone: what counts the time that passes is not set by anybody.
      await tab.page.evaluate((offset) => {
        const now = Date.now.bind(Date);
        Date.now = () => now() + offset;
      }, hours * 3_600_000);
      const countdown = tab.page.getByRole('button', { name: t.phone.sms.resendSoon });
      await expect(countdown).toContainText(/ [12]?\d\s?s/);
      await expect(tab.text(t.phone.sms.expired)).toBeHidden();
      await tab.answer(tab.smsCode(), await phone.code(account.number));
      await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
    });
  }

  test('D019: the step-up’s button knows how long to wait too', async ({ tab, accounts, clock, t }) => {
    const account = await accounts.make('phone');
    await tab.arriveAs(await accounts.signedIn(account));
    await clock.advance({ minutes: 11 });
    await tab.page.route('**/step-up/sms', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        json: { type: 'too-many-messages', title: '', status: 429, retryAfterSeconds: 95 },
      }),
    );
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    await tab.button(t.phone.sms.send).click();
    await expect(tab.text(refusedUntil(t, 'too-many-messages'))).toBeVisible();
    const button = tab.page.getByRole('button', { name: t.phone.sms.send });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toContainText(/9\d\s?s/);
  });
});
