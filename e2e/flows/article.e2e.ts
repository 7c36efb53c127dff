import { expect, test } from '../support/test.ts';

test('point 2: two-factor authentication is off at first, and the Security tab offers to enable it', async ({
  tab,
  accounts,
  t,
}) => {
  const account = await accounts.make('nothing');
  await tab.open();
  await tab.signIn(account);
  await tab.openSecurityFromMenu();
  await expect(tab.status(false)).toBeVisible();
  await expect(tab.link(t.security.twoFactor.enable)).toBeVisible();
});

test('points 3 to 5: enabling by an application', async ({ tab, accounts, t }) => {
  const account = await accounts.make('nothing');
  await tab.open();
  await tab.signIn(account);
  await tab.openSecurityFromMenu();
  await tab.link(t.security.twoFactor.enable).click();
  await tab.choose('app');
  const app = await tab.scan();
  expect(app.entry.issuer).toBe('The Building API');
  expect(app.entry.label).toBe(account.login);
  await tab.prove(await app.code());
  const code = await tab.shownRecoveryCode();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  await tab.saveRecoveryCode();
  await expect(tab.status(true)).toBeVisible();
});
