import { wrongCode } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('turning on by application', () => {
  test('article 2: it is off at first, and the user profile menu leads to the button that enables it', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.open();
    await tab.signIn(await accounts.make('nothing'));
    await tab.openSecurityFromMenu();
    await expect(tab.status(false)).toBeVisible();
    await expect(tab.link(t.security.twoFactor.enable)).toBeVisible();
    await expect(tab.button(t.security.twoFactor.disable)).toHaveCount(0);
  });

  test('article 2 and 7: the buttons are called what the article calls them', async ({ tab, accounts }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing', { language: 'en' })));
    await expect(tab.link('Enable two-factor authentication')).toBeVisible();
    await tab.arriveAs(await accounts.signedIn(await accounts.make('app', { language: 'en' })));
    await expect(tab.button('Disable')).toBeVisible();
  });

  test('article 3 to 5: scan, type the code, keep the recovery code, and it is on', async ({ tab, accounts, t }) => {
    const account = await accounts.make('nothing');
    await tab.open();
    await tab.signIn(account);
    await tab.openSecurityFromMenu();
    await tab.link(t.security.twoFactor.enable).click();
    await expect(tab.page.getByRole('radio')).toHaveCount(2);
    await tab.choose('app');
    const app = await tab.scan();
    expect(app.entry.issuer).toBe('The Building API');
    expect(app.entry.label).toBe(account.login);
    await tab.prove(await app.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
    await expect(tab.text(t.recovery.once)).toBeVisible();
    expect(await tab.shownRecoveryCode()).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
    await expect(tab.text(t.security.outcome.on)).toBeVisible();
  });

  test('C059: the QR code can be read in the light and in the dark theme', async ({ tab, accounts }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const read: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.page.emulateMedia({ colorScheme });
      read.push((await tab.scan()).entry.secret);
    }
    expect(read[0]).toMatch(/^[A-Z2-7]{32}$/);
    expect(read[1]).toBe(read[0]);
  });

  test('C060: on small and short windows the QR code is whole and everything can be reached', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    for (const [width, height] of [
      [320, 568],
      [360, 640],
      [1280, 600],
    ] as const) {
      await tab.page.setViewportSize({ width, height });
      await tab.scan();
      const box = await tab.page.getByRole('img', { name: t.app.enrol.qr }).boundingBox();
      expect(box?.width).toBeGreaterThanOrEqual(160);
      await tab.button(t.shared.continue).scrollIntoViewIfNeeded();
      await expect(tab.button(t.shared.continue)).toBeInViewport({ ratio: 1 });
      expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  test('C022: QR code, printed key and accepted secret are one, also after a reload and a wrong code', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const first = await tab.scan();
    expect(await tab.printedKey()).toBe(first.entry.secret);
    await tab.page.reload();
    const second = await tab.scan();
    expect(second.entry.secret).toBe(first.entry.secret);
    await tab.prove(await second.wrongCode());
    await expect(tab.enrolmentCode()).toHaveAttribute('aria-invalid', 'true');
    expect((await tab.scan()).entry.secret).toBe(first.entry.secret);
    expect(await tab.printedKey()).toBe(first.entry.secret);
    await tab.prove(await first.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('C018: after a mistyped code the same QR code stays, and the field takes the next one at once', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const app = await tab.scan();
    await tab.prove(await app.wrongCode());
    await expect(tab.text(wrongCode(t, 'new-app'))).toBeVisible();
    await expect(tab.enrolmentCode()).toBeFocused();
    await tab.page.keyboard.type(await app.code());
    await expect(tab.enrolmentCode()).toHaveValue(/^\d{6}$/);
    await tab.page.keyboard.press('Enter');
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('C017: a QR code that was never confirmed asks for nothing at the next sign-in', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    await tab.scan();
    await tab.open('/console/security');
    await expect(tab.status(false)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  test('C072: without a camera the key is entered by hand, with all that the app asks for', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.appFromPrintedKey();
    await tab.page.getByText(t.app.enrol.details).click();
    for (const fact of [account.login, 'The Building API', t.app.enrol.kindValue, t.app.enrol.periodValue])
      await expect(tab.page.getByRole('definition').getByText(fact)).toBeVisible();
    await tab.prove(await app.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('C061: on the phone that holds the app a link opens it, and the key can be copied @phone', async ({
    tab,
    accounts,
    t,
  }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const link = tab.link(t.app.enrol.open);
    await expect(link).toHaveAttribute('href', /^otpauth:\/\/totp\/The%20Building%20API[:%]/);
    await tab.button(t.app.enrol.copyKey).click();
    await expect(tab.button(t.shared.copied)).toBeVisible();
    const copied = await tab.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^[A-Z2-7]{32}$/);
    expect(await link.getAttribute('href')).toContain(`secret=${copied}`);
  });

  test('C062: nothing leaves the console while enabling, and the secret is in no address', async ({
    tab,
    accounts,
    stack,
    t,
  }) => {
    const asked: string[] = [];
    tab.page.on('request', (request) => asked.push(request.url()));
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/enable');
    await tab.choose('app');
    const app = await tab.scan();
    await tab.prove(await app.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !(url.startsWith(`${stack.origin}/`) || url.startsWith('data:image/svg')))).toEqual(
      [],
    );
    expect(asked.filter((url) => url.includes(app.entry.secret))).toEqual([]);
  });

  test('five wrong codes end the set-up, and a new QR code begins it again', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    const first = await tab.scan();
    for (let guess = 0; guess < 5; guess += 1) {
      const answered = tab.page.waitForResponse(/\/confirm$/);
      await tab.prove(await first.wrongCode());
      await answered;
    }
    await expect(tab.text(t.enable.over.exhausted)).toBeVisible();
    await tab.button(t.app.enrol.again).click();
    const second = await tab.scan();
    expect(second.entry.secret).not.toBe(first.entry.secret);
    await tab.prove(await second.code());
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('after ten minutes the page says that the set-up is over and offers a new QR code', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    await tab.page.clock.install();
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    await tab.scan();
    await clock.advance({ minutes: 10, seconds: 1 });
    await tab.page.clock.fastForward('10:01');
    await expect(tab.text(t.enable.over.expired)).toBeVisible();
    await expect(tab.page.getByRole('img', { name: t.app.enrol.qr })).toHaveCount(0);
    await expect(tab.button(t.app.enrol.again)).toBeVisible();
  });

  test('a phone whose clock is slow is told so', async ({ tab, accounts }) => {
    const account = await accounts.make('nothing', { language: 'en' });
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const english = tab.in('en');
    const app = await english.scan();
    await english.prove(await app.codeAtMinutesOff(-4));
    // Half a step more where a step ends between reading the code and judging it.
    await expect(english.text(/clock is about [45]\smin slow/)).toBeVisible();
  });

  test('a phone whose clock is fast is told so', async ({ tab, accounts }) => {
    const account = await accounts.make('nothing', { language: 'en' });
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const english = tab.in('en');
    const app = await english.scan();
    await english.prove(await app.codeAtMinutesOff(4));
    await expect(english.text(/clock is about 4\smin fast/)).toBeVisible();
  });

  test('an empty, a short and a long code are answered without asking the server', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/app');
    await tab.scan();
    const asked: string[] = [];
    // The dialogs that may be wanted later are fetched meanwhile; the server's answer is not asked.
    tab.page.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()));
    await tab.prove('');
    await expect(tab.text(t.codes.code.empty)).toBeVisible();
    await tab.prove('12345');
    await expect(tab.text(t.codes.code.short)).toBeVisible();
    await tab.prove('1234567');
    await expect(tab.text(t.codes.code.long)).toBeVisible();
    expect(asked).toEqual([]);
  });

  test('leaving without enabling changes nothing', async ({ tab, accounts, t }) => {
    await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/enable');
    await tab.choose('app');
    await tab.scan();
    await tab.link(t.enable.leave).click();
    await expect(tab.status(false)).toBeVisible();
  });
});
