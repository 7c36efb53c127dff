import { measureShifts, painted, shifts } from '../support/layout-shifts.ts';
import { atRest } from '../support/page-at-rest.ts';
import { sentence } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('nothing jumps', () => {
  test('while the sign-in opens', async ({ tab, t }) => {
    await measureShifts(tab.page);
    await tab.open();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  test('while the code page opens and the text message is delivered', async ({ tab, accounts, t }) => {
    await measureShifts(tab.page);
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  for (const path of [
    '',
    'profile',
    'security',
    'security/enable',
    'security/app',
    'security/phone',
    'security/password',
  ]) {
    test(`while /console/${path} opens, painted before its data have come`, async ({ tab, accounts }) => {
      await measureShifts(tab.page);
      await tab.page.route('**/api/**', async (route) => {
        await painted(tab.page);
        await route.continue();
      });
      const visitor = await accounts.signedIn(await accounts.make('nothing'));
      await tab.arriveAs(visitor, `/console/${path}`);
      await expect(tab.page.getByRole('heading', { level: 1 })).toBeVisible();
      await atRest(tab.page);
      expect(await shifts(tab.page)).toEqual([]);
    });
  }

  test('while the Security tab of a protected account opens', async ({ tab, accounts }) => {
    await measureShifts(tab.page);
    await tab.page.route('**/api/security', async (route) => {
      await painted(tab.page);
      await route.continue();
    });
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app and phone')));
    await expect(tab.status(true)).toBeVisible();
    expect(await shifts(tab.page)).toEqual([]);
  });

  for (const { what, fault } of [
    { what: 'could not be sent', fault: 'low-balance' },
    { what: 'may arrive', fault: 'no-uuid' },
  ]) {
    test(`when it is known that a message ${what}`, async ({ tab, accounts, phone, t }) => {
      const told =
        fault === 'no-uuid' ? t.phone.sms['may-arrive'] : sentence(t, 'sms-not-sent', { failure: 'provider' });
      const account = await accounts.make('phone');
      await phone.keepsQuiet(account.number);
      await phone.fails(account.number, fault);
      await measureShifts(tab.page);
      await tab.open();
      await tab.enterPassword(account);
      await expect(tab.text(told)).toBeVisible();
      expect(await shifts(tab.page)).toEqual([]);
    });
  }

  test('on the page with the recovery code', async ({ tab, accounts }) => {
    await measureShifts(tab.page);
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const app = await tab.scan();
    await tab.prove(await app.code());
    await tab.shownRecoveryCode();
    expect(await shifts(tab.page)).toEqual([]);
  });
});
