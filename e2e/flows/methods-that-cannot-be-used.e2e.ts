import { withAnyTime } from '../support/sentences.ts';
import { expect, test } from '../support/test.ts';

test.describe('a challenge that is gone on with', () => {
  test('D010: "Not you?" and the password again: the code on the phone still counts', async ({
    tab,
    accounts,
    phone,
    t,
  }) => {
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    const code = await phone.code(account.number);
    await tab.button(t.challenge.notYou).click();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await tab.enterPassword(account);
    await expect(tab.text(t.challenge.resumed)).toBeVisible();
    await tab.answer(tab.smsCode(), code);
    await expect(tab.menu()).toBeVisible();
    expect(await phone.messages(account.number)).toHaveLength(1);
  });

  test('D010: where a message is held, the page says that none was sent and until when', async ({
    tab,
    accounts,
    anotherBrowser,
    phone,
    allowed,
    t,
  }) => {
    allowed.push(/409/);
    const account = await accounts.make('phone');
    await tab.open();
    await tab.enterPassword(account);
    const code = await phone.code(account.number);
    const second = await anotherBrowser();
    await second.open();
    await second.enterPassword(account);
    await expect(second.text(withAnyTime(t.phone.answer.held))).toBeVisible();
    await second.answer(second.smsCode(), code);
    await expect(
      second.text(t.problems['no-code-sent']({ type: 'no-code-sent', title: '', status: 409 }, never)),
    ).toBeVisible();
    // Nothing was counted, and the first browser's code is as good as before.
    await tab.answer(tab.smsCode(), code);
    await expect(tab.menu()).toBeVisible();
  });
});

const never = { timeIn: () => '', country: String, refused: undefined };

test.describe('a lost factor', () => {
  test('D007: the dialog says the way, and the way leads there', async ({ tab, accounts, clock, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await clock.advance({ minutes: 11 });
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    const dialog = tab.dialog(t.stepUp.title);
    await dialog.getByText(t.stepUp.lost.title).click();
    await expect(dialog.getByText(t.stepUp.lost.way)).toBeVisible();
    await dialog.getByRole('button', { name: t.stepUp.lost.signOut }).click();
    await expect(tab.text(t.signIn.reasons.recover)).toBeVisible();
    await expect(tab.login()).toHaveValue(account.login);
    await tab.enterPassword(account);
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await tab.saveRecoveryCode();
    await tab.card(t.security.twoFactor.title).getByRole('link', { name: t.app.replace }).click();
    const app = await tab.scan();
    await tab.prove(await app.code());
    await expect(tab.text(t.app.outcome.replaced)).toBeVisible();

    // D056: what is dealt with does not come back.
    await tab.open('/console/');
    await expect(tab.text(t.home.summary.on)).toBeVisible();
    await expect(tab.text(t.recovery.recovered.noticeTitle)).toHaveCount(0);
  });

  test('D056: whoever lost nothing says so once', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await tab.saveRecoveryCode();
    await tab.button(t.recovery.recovered.dismiss).click();
    await expect(tab.text(t.recovery.recovered.noticeTitle)).toHaveCount(0);
    await tab.open('/console/');
    await expect(tab.text(t.home.summary.on)).toBeVisible();
    await expect(tab.text(t.recovery.recovered.noticeTitle)).toHaveCount(0);
  });

  test('D006: with everything disabled a change says that no proof is possible, and the way', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account));
    await accounts.disableMethods(account);
    await clock.advance({ minutes: 11 });
    await tab.button(t.security.twoFactor.disable).click();
    await tab.dialog(t.security.turnOff.title).getByRole('button', { name: t.security.turnOff.confirm }).click();
    const dialog = tab.dialog(t.stepUp.impossible);
    await expect(dialog.getByText(t.app.answer.unusable.disabled)).toBeVisible();
    await expect(dialog.getByText(t.stepUp.lost.way)).toBeVisible();
  });

  test('step-up on the page of the fresh recovery code leads to where a proof can be given', async ({
    tab,
    accounts,
    clock,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await tab.other('recovery').click();
    await tab.answer(tab.recoveryCode(), account.recoveryCode);
    await tab.shownRecoveryCode();
    const asked = tab.page.waitForEvent('dialog');
    const reloading = tab.page.reload();
    await (await asked).accept();
    await reloading;
    await expect(tab.text(t.recovery.recovered.gone)).toBeVisible();
    await clock.advance({ minutes: 11 });
    await tab.button(t.recovery.recovered.retry).click();
    await expect(tab.title(t.security.title)).toBeVisible();
    await expect(tab.text(t.security.code.unsavedTitle)).toBeVisible();
    await tab.button(t.security.code.showNew).click();
    // The phone was found again.
    await tab.stepUp(account, await account.app.code());
    await tab.saveRecoveryCode();
    await expect(tab.status(true)).toBeVisible();
  });
});

test.describe('what another tab did', () => {
  test('D012: turned on elsewhere, the page leads to the tab with the true state', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const account = await accounts.make('nothing');
    await tab.arriveAs(await accounts.signedIn(account), '/console/security/app');
    const app = await tab.scan();
    const second = await secondTab();
    await second.open('/console/security/phone');
    await expect(second.title(t.phone.enrol.title)).toBeVisible();
    await tab.prove(await app.code());
    await tab.saveRecoveryCode();
    await second.lookAgain();
    await expect(second.title(t.security.title)).toBeVisible();
    await expect(second.status(true)).toBeVisible();
  });

  test('D012: a method to replace that is gone offers no retry', async ({ tab, accounts, t }) => {
    const account = await accounts.make('app');
    await tab.arriveAs(await accounts.signedIn(account), `/console/security/app?replaces=${crypto.randomUUID()}`);
    await expect(tab.title(t.security.title)).toBeVisible();
    await expect(tab.text(new RegExp(t.security.changed))).toBeVisible();
    await expect(tab.button(t.shared.retry)).toHaveCount(0);
  });

  test('D014: signed in as somebody else meanwhile, the page says so and asks', async ({
    tab,
    accounts,
    secondTab,
    t,
  }) => {
    const one = await accounts.make('app');
    const other = await accounts.make('nothing');
    await tab.open();
    await tab.enterPassword(one);
    await expect(tab.appCode()).toBeVisible();
    const second = await secondTab();
    await second.arriveAs(await accounts.signedIn(other), '/console/');
    await expect(second.title(t.home.greeting(other.name))).toBeVisible();
    await tab.lookAgain();
    await expect(tab.title(t.shell.somebodyElse.title)).toBeVisible();
    await expect(tab.text(`${t.shell.somebodyElse.now} ${other.login}`)).toBeVisible();
    await tab.button(t.shell.somebodyElse.change(one.login)).click();
    await expect(tab.title(t.signIn.title)).toBeVisible();
    await expect(tab.login()).toHaveValue(one.login);
    await tab.enterPassword(one);
    await tab.answer(tab.appCode(), await one.app.code());
    await expect(tab.title(t.home.greeting(one.name))).toBeVisible();
    await second.lookAgain();
    await second.button(t.shell.somebodyElse.goOn(one.login)).click();
    await expect(second.title(t.home.greeting(one.name))).toBeVisible();
  });

  test('D059: sent here by an application that wants two factors, people are told why and led back', async ({
    tab,
    accounts,
    allowed,
    t,
  }) => {
    allowed.push(/404/);
    const account = await accounts.make('nothing');
    const next = encodeURIComponent('/auth/return?to=%2Fplan.html');
    await tab.arriveAs(await accounts.signedIn(account), `/console/security?next=${next}`);
    await expect(tab.text(t.security.wayBack.title)).toBeVisible();
    await tab.link(t.security.twoFactor.enable).click();
    await tab.choose('app');
    await expect(tab.title(t.app.enrol.title)).toBeVisible();
    await tab.page.reload();
    const app = await tab.scan();
    await tab.prove(await app.code());
    await tab.page.getByRole('checkbox', { name: t.recovery.saved }).check();
    await tab.button(t.recovery.finish).click();
    await tab.page.waitForURL('**/plan.html');
  });
});
