import { expect, test } from '../support/test.ts';

test.describe('nothing is trusted that passed through the browser', () => {
  test('T-032: a refusal that was rewritten to a success opens no data, and leads back to the code', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open('/console/security');
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    const answered = new Map<string, number>();
    tab.page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/api/')) answered.set(pathname, response.status());
    });
    await tab.page.route('**/api/sign-in/challenge/answer', (route) =>
      route.fulfill({
        json: {
          state: 'authenticated',
          supportUrl: 'mailto:support@example.com',
          account: { id: account.id, login: account.login, name: account.name, language: account.language },
          assuranceLevel: 'aal2',
          twoFactorOn: true,
          protection: { app: true, phone: false, recoveryCodeSaved: true },
          byRecovery: 'none',
          notices: [],
        },
      }),
    );
    await tab.answer(tab.appCode(), await account.app.wrongCode());
    await expect.poll(() => answered.get('/api/security')).toBe(401);
    await expect(tab.title(t.challenge.title)).toBeVisible();
    await expect(tab.card(t.security.twoFactor.title)).toHaveCount(0);
    expect(answered.get('/api/session')).toBe(200);
    await tab.page.unroute('**/api/sign-in/challenge/answer');
    await tab.answer(tab.appCode(), await account.app.code());
    await expect(tab.status(true)).toBeVisible();
  });

  test('T-083: a recovery code and a key are in no store of the browser, and Back shows neither after leaving', async ({
    tab,
    accounts,
    t,
  }) => {
    const held: string[] = [];
    tab.page.on('response', (response) => {
      if (/\/api\/(enrolments|recovery-code)/.test(response.url()))
        held.push(response.headers()['cache-control'] ?? '');
    });
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const app = await tab.scan();
    const kept = () =>
      tab.page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.title]),
      );
    expect(await kept()).not.toContain(app.entry.secret);
    await tab.prove(await app.code());
    const code = await tab.shownRecoveryCode();
    expect(await kept()).not.toContain(code.slice(0, 9));
    await tab.saveRecoveryCode();
    await tab.signOut();
    for (let back = 0; back < 6; back += 1) {
      await tab.page.goBack().catch(() => null);
      const shown = await tab.page.content();
      expect(shown).not.toContain(code.slice(0, 9));
      expect(shown.replaceAll(/\s/g, '')).not.toContain(app.entry.secret);
    }
    await tab.open('/console/');
    await expect(tab.title(t.signIn.title)).toBeVisible();
    expect(held.length).toBeGreaterThan(1);
    expect(new Set(held)).toEqual(new Set(['no-store']));
  });

  test('T-084: no picture and no request can leave for another place, a QR service least of all', async ({
    tab,
    accounts,
    allowed,
    faults,
    t,
  }) => {
    allowed.push(/policy breached: (img-src|connect-src) by https:..chart.test/, /Content.Security.Policy/);
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    await tab.scan();
    const ends = await tab.page.evaluate(async () => {
      const picture = new Promise((done) => {
        const image = new Image();
        image.onload = () => done('loaded');
        image.onerror = () => done('refused');
        image.src = 'https://chart.test/qr?data=otpauth';
      });
      const asked = fetch('https://chart.test/qr?data=otpauth').then(
        () => 'loaded',
        () => 'refused',
      );
      return [await picture, await asked];
    });
    expect(ends).toEqual(['refused', 'refused']);
    await expect
      .poll(() => faults.filter((fault) => fault.includes('chart.test') && fault.startsWith('policy breached')).length)
      .toBe(2);
    expect(faults.join('\n')).toContain('img-src by https://chart.test/qr');
    expect(faults.join('\n')).toContain('connect-src by https://chart.test/qr');
    await expect(tab.page.getByRole('img', { name: t.app.enrol.qr })).toHaveCount(1);
  });
});
