import { expect, test } from '../support/test.ts';

test('D040, D022: what a thief did is told at home until it is seen, whatever the thief dismisses, and told once', async ({
  tab,
  accounts,
  t,
}) => {
  const account = await accounts.make('app');
  await tab.arriveAs(await accounts.signedIn(account), '/console/');
  await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  await expect(tab.text(t.home.notices.advice)).toHaveCount(0);

  const thief = await accounts.signedIn(account);
  expect((await thief.ask('POST', '/api/recovery-code')).status).toBe(201);
  await thief.seeNotices();

  await tab.page.reload();
  await expect(tab.text(t.home.notices.advice)).toBeVisible();
  await expect(
    tab.page.getByRole('listitem').filter({ hasText: /recovery code replaced|code de récupération remplacé/i }),
  ).toBeVisible();
  await tab.button(t.home.notices.seen).click();
  await expect(tab.text(t.home.notices.advice)).toHaveCount(0);
  await expect(tab.title(t.home.greeting(account.name))).toBeFocused();
  await tab.page.reload();
  await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  await expect(tab.text(t.home.notices.advice)).toHaveCount(0);

  await tab.openSecurityFromMenu();
  await expect(tab.card(t.security.activity.changes.title)).toContainText(
    /recovery code replaced|code de récupération remplacé/i,
  );
});
