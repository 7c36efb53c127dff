import type { Account } from '../support/accounts.ts';
import { sentence } from '../support/sentences.ts';
import type { Tab } from '../support/tab.ts';
import { expect, test } from '../support/test.ts';

async function recover(tab: Tab, account: Account, code = account.recoveryCode): Promise<void> {
  await tab.open('/console/sign-in');
  await tab.enterPassword(account);
  await tab.other('recovery').click();
  await tab.answer(tab.recoveryCode(), code);
}

test.describe('signing in with the recovery code', () => {
  test('C054: it lets in, shows the next code once, and leads to replacing what was lost', async ({
    tab,
    accounts,
    anotherBrowser,
    t,
  }) => {
    const account = await accounts.make('app');
    await recover(tab, account);
    await expect(tab.title(t.recovery.title)).toBeVisible();
    await expect(tab.text(t.recovery.recovered.intro)).toBeVisible();
    const next = await tab.shownRecoveryCode();
    expect(next).not.toBe(account.recoveryCode);
    await tab.saveRecoveryCode();
    await expect(tab.text(t.recovery.recovered.notice)).toBeVisible();
    await expect(tab.status(true)).toBeVisible();

    // No further proof is asked for within ten minutes.
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    const app = await tab.scan();
    await tab.prove(await app.code());
    await expect(tab.text(t.app.outcome.replaced)).toBeVisible();
    await expect(tab.text(t.recovery.recovered.notice)).toHaveCount(0);

    const elsewhere = await anotherBrowser();
    await elsewhere.open();
    await elsewhere.enterPassword(account);
    await elsewhere.answer(elsewhere.appCode(), await app.code());
    await expect(elsewhere.menu()).toBeVisible();
    await elsewhere.signOut();
    await recover(elsewhere, account, next);
    await expect(elsewhere.title(t.recovery.title)).toBeVisible();
  });

  test('C049: a code that was used lets nobody in again', async ({ tab, accounts, anotherBrowser, t }) => {
    const account = await accounts.make('phone');
    await recover(tab, account);
    await tab.saveRecoveryCode();
    const elsewhere = await anotherBrowser();
    await recover(elsewhere, account);
    await expect(elsewhere.text(sentence(t, 'wrong-code', { attemptsLeft: 4 }, 'recovery'))).toBeVisible();
  });

  test('the lost phone can be removed, which turns two-factor authentication off', async ({ tab, accounts, t }) => {
    const account = await accounts.make('phone');
    await recover(tab, account);
    await tab.saveRecoveryCode();
    await tab.button(t.phone.removeThe).click();
    const dialog = tab.dialog(t.phone.removal.title);
    await expect(dialog.getByText(t.security.removal.last)).toBeVisible();
    await dialog.getByRole('button', { name: t.security.turnOff.confirm }).click();
    await expect(tab.status(false)).toBeVisible();
    await tab.signOut();
    await tab.enterPassword(account);
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
  });

  for (const { how, write } of [
    { how: 'small, without dashes', write: (code: string) => code.toLowerCase().replaceAll('-', '') },
    {
      how: 'with blanks, en dashes and a line’s end',
      write: (code: string) => ` ${code.replaceAll('-', ' \u2013 ')} `,
    },
    {
      how: 'with O and l in the place of 0 and 1',
      write: (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'l'),
    },
  ]) {
    test(`C051: it is taken ${how}`, async ({ tab, accounts, t }) => {
      const account = await accounts.make('app');
      await recover(tab, account, write(account.recoveryCode));
      await expect(tab.title(t.recovery.title)).toBeVisible();
    });
  }

  test('a wrong one stays where it is, to be mended', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    const slip = account.recoveryCode.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await recover(tab, account, slip);
    await expect(tab.text(sentence(t, 'wrong-code', { attemptsLeft: 4 }, 'recovery'))).toBeVisible();
    await expect(tab.recoveryCode()).toHaveValue(slip);
    await expect(tab.recoveryCode()).toBeFocused();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await expect(tab.title(t.recovery.title)).toBeVisible();
  });

  test('a reload while the next code is on screen offers another one, and nothing else is open before', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await recover(tab, account);
    const first = await tab.shownRecoveryCode();
    const asked = tab.page.waitForEvent('dialog');
    const reloading = tab.page.reload();
    await (await asked).accept();
    await reloading;
    await expect(tab.text(t.recovery.recovered.gone)).toBeVisible();
    // Who reads that first takes longer than a double press.
    await clock.advance({ seconds: 2 });
    await tab.button(t.recovery.recovered.retry).click();
    expect(await tab.shownRecoveryCode()).not.toBe(first);
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });

  test('where the next code cannot be shown at first, it can be asked for again and the person is not shut out', async ({
    tab,
    accounts,
    t,
    allowed,
  }) => {
    allowed.push(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
    const account = await accounts.make('app');
    await tab.page.route('**/api/recovery-code', (route) => route.abort(), { times: 1 });
    await recover(tab, account);
    await expect(tab.title(t.recovery.recovered.failedTitle)).toBeVisible();
    await tab.button(t.shared.retry).click();
    await tab.shownRecoveryCode();
    await tab.saveRecoveryCode();
  });

  test('the home page and the Security tab go on saying that the code is not saved until it is', async ({
    tab,
    accounts,
    t,
  }) => {
    const account = await accounts.make('app, code unsaved');
    await tab.arriveAs(await accounts.signedIn(account), '/console/');
    await expect(tab.text(t.home.summary.unsaved)).toBeVisible();
    await tab.link(t.home.open).click();
    await expect(tab.text(t.security.code.unsavedTitle)).toBeVisible();
    await tab.button(t.security.code.showNew).click();
    await tab.shownRecoveryCode();
    await tab.saveRecoveryCode();
    await tab.open('/console/');
    await expect(tab.text(t.home.summary.on)).toBeVisible();
  });
});
