import { test as base, expect } from '@playwright/test';
import { Account } from '../support/accounts.ts';
import { PhoneClock } from '../support/clock.ts';
import { PhoneNetwork } from '../support/phone.ts';
import { Tab } from '../support/tab.ts';
import { unexpected, watch } from '../support/watch.ts';
import { words } from '../support/words.ts';
import { type BuiltProduct, startBuiltProduct } from './built-product.ts';

const PASSWORD = 'quiet harbour window 27';

const test = base.extend<object, { readonly product: BuiltProduct }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      const product = await startBuiltProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: ({ product }, use) => use(product.origin),
});

test('what is deployed: enable by app, sign in with it, add a phone, sign in by text message, disable', async ({
  page,
  context,
  product,
}) => {
  const faults: string[] = [];
  await watch(context, faults);
  const t = words.en;
  const phone = new PhoneNetwork(product.phone);
  const tab = new Tab(page, t, { clock: new PhoneClock(), phone });
  const login = 'harriet.cole@example.com';
  // A number as production wants it; it never leaves this machine.
  const number = '+33612345678';
  await product.account(login, PASSWORD);
  const facts = {
    login,
    password: PASSWORD,
    name: 'Harriet Cole',
    language: 'en',
    protection: 'nothing',
    number,
  } as const;
  const account = new Account(facts, {});

  await tab.open('/');
  await tab.signIn(account);
  await tab.openSecurityFromMenu();
  await tab.link(t.security.twoFactor.enable).click();
  await tab.choose('app');
  const app = await tab.scan();
  expect(app.entry.issuer).toBe('The Building API');
  await tab.prove(await app.code());
  const recoveryCode = await tab.shownRecoveryCode();
  await tab.saveRecoveryCode();
  await tab.signOut();
  await tab.signIn(new Account({ ...facts, protection: 'app' }, { app, recoveryCode }));

  await tab.openSecurityFromMenu();
  await tab.link(t.phone.addThe).last().click();
  await tab.enterNumber(number);
  const sms = await phone.latest(number);
  expect(sms.from).toBe('TheBuilding');
  expect(sms.text).toBe(
    `${sms.code} is your verification code for Wattsense Console.\nPlease use this code to verify your identity.\n@localhost #${sms.code}`,
  );
  await expect(tab.text(t.phone.sms.delivered)).toBeVisible();
  await tab.prove(sms.code ?? '');
  await expect(tab.text(t.phone.outcome.added)).toBeVisible();
  await phone.forget(number);
  await tab.signOut();
  await tab.enterPassword(account);
  // A phone that no sign-in has used yet is the second choice.
  await tab.other('phone').click();
  await tab.answer(tab.smsCode(), await phone.code(number));
  await expect(tab.menu()).toBeVisible();

  await tab.openSecurityFromMenu();
  await tab.button(t.security.twoFactor.disable).click();
  await tab.dialog().getByRole('button', { name: t.security.turnOff.confirm }).click();
  await expect(tab.status(false)).toBeVisible();
  expect(unexpected(faults, [])).toEqual([]);
});

test('what is deployed: pages and assets come compressed, cached as they should be, and under a strict policy', async ({
  request,
}) => {
  const page = await request.get('/console/security');
  expect(page.headers()['cache-control']).toBe('no-cache');
  expect(page.headers()['content-security-policy']).toContain("default-src 'none'");
  const script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
  const asset = await request.get(script, { headers: { 'accept-encoding': 'br' } });
  expect(asset.headers()['content-encoding']).toBe('br');
  expect(asset.headers()['cache-control']).toContain('immutable');
  expect((await request.get('/console/assets/none.js')).status()).toBe(404);
  expect((await request.get('/api/nothing')).status()).toBe(404);
});
