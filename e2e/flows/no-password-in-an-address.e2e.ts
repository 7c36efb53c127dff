import { expect, test } from '../support/test.ts';

test.describe('no secret in an address', () => {
  test('a form that is sent without its script puts neither password nor code into the address', async ({
    tab,
    accounts,
    allowed,
  }) => {
    allowed.push(/status of 4\d\d|Failed to load/);
    const account = await accounts.make('app');
    const addresses: string[] = [];
    tab.page.on('framenavigated', (frame) => addresses.push(frame.url()));
    const sendWithoutScript = async () => {
      const arrived = tab.page.waitForEvent('load');
      await tab.page
        .locator('form')
        .first()
        .evaluate((form: HTMLFormElement) => form.submit());
      await arrived;
    };
    await tab.open('/console/sign-in');
    await tab.login().fill(account.login);
    await tab.password().fill(account.password);
    await sendWithoutScript();
    await tab.open('/console/sign-in');
    await tab.enterPassword(account);
    await tab.appCode().fill('123456');
    await sendWithoutScript();
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) {
      expect(address).not.toContain('quiet');
      expect(address).not.toContain('123456');
      expect(address).not.toContain('@');
    }
  });

  test('every form of the console says method="post"', async ({ tab, accounts, clock, t }) => {
    const account = await accounts.make('nothing');
    const methods = () =>
      tab.page
        .locator('form')
        .evaluateAll((forms: HTMLFormElement[]) => forms.map((form) => form.getAttribute('method')));
    await tab.open('/console/sign-in');
    await expect(tab.login()).toBeVisible();
    expect(await methods()).toEqual(['post']);
    await tab.signIn(account);
    for (const path of ['enable', 'app', 'phone', 'password']) {
      await tab.open(`/console/security/${path}`);
      await expect(tab.page.locator('form').first()).toBeVisible();
      expect(await methods()).toEqual(['post']);
    }
    await clock.advance({ minutes: 11 });
    await tab.open('/console/security/phone');
    await tab.enterNumber(account.number);
    await expect(tab.dialog(t.stepUp.title)).toBeVisible();
    expect(new Set(await methods())).toEqual(new Set(['post']));
  });
});
