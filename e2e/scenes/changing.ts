import { expect } from '@playwright/test';
import type { Protection } from '../support/accounts.ts';
import { sentence } from '../support/sentences.ts';
import type { Scene, Stage } from './scene.ts';

async function arrive({ tab, accounts }: Stage, protection: Protection, path?: string) {
  const account = await accounts.make(protection);
  await tab.arriveAs(await accounts.signedIn(account), path);
  return account;
}

/** Ten minutes after signing in asks to disable, as far as the question who is there. */
async function askedWhoIsThere(stage: Stage, protection: Protection) {
  const { tab, clock } = stage;
  const account = await arrive(stage, protection);
  await expect(tab.status(true)).toBeVisible();
  await clock.advance({ minutes: 11 });
  await tab.button(tab.t.security.twoFactor.disable).click();
  await tab.dialog().getByRole('button', { name: tab.t.security.turnOff.confirm }).click();
  await expect(tab.dialog(tab.t.stepUp.title)).toBeVisible();
  return account;
}

async function recovered({ tab, accounts }: Stage): Promise<void> {
  const account = await accounts.make('app');
  await tab.open();
  await tab.enterPassword(account);
  await tab.other('recovery').click();
  await tab.answer(tab.recoveryCode(), account.recoveryCode);
  await tab.shownRecoveryCode();
}

/** Dialogs, step-up, replacing, the password, and what follows a sign-in with the recovery code. */
export const changing: readonly Scene[] = [
  {
    name: 'disable-dialog',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      await tab.button(tab.t.security.twoFactor.disable).click();
      await expect(tab.dialog(tab.t.security.turnOff.title)).toBeVisible();
    },
  },
  {
    name: 'security-just-disabled',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      await tab.button(tab.t.security.twoFactor.disable).click();
      await tab.dialog().getByRole('button', { name: tab.t.security.turnOff.confirm }).click();
      await expect(tab.status(false)).toBeVisible();
    },
  },
  {
    name: 'remove-dialog-last',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'phone');
      await tab.button(tab.t.phone.removeThe).click();
      await expect(tab.dialog(tab.t.phone.removal.title)).toBeVisible();
    },
  },
  {
    name: 'remove-dialog-one-of-two',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app and phone');
      await tab.button(tab.t.app.removeThe).click();
      await expect(tab.dialog(tab.t.app.removal.title)).toBeVisible();
    },
  },
  {
    name: 'new-recovery-code-dialog',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      await tab.button(tab.t.security.code.new).click();
      await expect(tab.dialog(tab.t.security.code.newTitle)).toBeVisible();
    },
  },
  {
    name: 'step-up-app',
    play: async (stage) => {
      await askedWhoIsThere(stage, 'app');
    },
  },
  {
    name: 'step-up-lost',
    play: async (stage) => {
      const { tab } = stage;
      await askedWhoIsThere(stage, 'app');
      await tab.dialog().getByText(tab.t.stepUp.lost.title).click();
      await expect(tab.dialog().getByText(tab.t.stepUp.lost.way)).toBeVisible();
    },
  },
  {
    name: 'step-up-impossible',
    play: async (stage) => {
      const { tab, accounts, clock } = stage;
      const account = await arrive(stage, 'app');
      await accounts.disableMethods(account);
      await clock.advance({ minutes: 11 });
      await tab.button(tab.t.security.twoFactor.disable).click();
      await tab.dialog().getByRole('button', { name: tab.t.security.turnOff.confirm }).click();
      await expect(tab.dialog(tab.t.stepUp.impossible)).toBeVisible();
    },
  },
  {
    name: 'step-up-wrong-password',
    play: async (stage) => {
      const { tab } = stage;
      await askedWhoIsThere(stage, 'app');
      await tab.stepUp({ password: 'something else entirely' }, '123456');
      await expect(tab.dialog().getByText(tab.t.stepUp.passwordWrong).first()).toBeVisible();
    },
  },
  {
    name: 'step-up-phone',
    play: async (stage) => {
      const { tab, phone } = stage;
      const account = await askedWhoIsThere(stage, 'phone');
      await tab.dialog().getByRole('button', { name: tab.t.phone.sms.send, exact: true }).click();
      await phone.latest(account.number);
      await expect(tab.dialog().getByText(tab.t.phone.sms.delivered).first()).toBeVisible();
    },
  },
  {
    name: 'step-up-password-alone',
    play: async (stage) => {
      const { tab, clock } = stage;
      await arrive(stage, 'nothing', '/console/security/enable');
      await clock.advance({ minutes: 11 });
      await tab.choose('app');
      await expect(tab.dialog(tab.t.stepUp.title)).toBeVisible();
    },
  },
  {
    name: 'replace-app',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      const card = tab.card(tab.t.security.twoFactor.title);
      await card.getByRole('link', { name: tab.t.app.replace }).click();
      await expect(tab.enrolmentCode()).toBeVisible();
    },
  },
  {
    name: 'change-number',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'phone');
      const card = tab.card(tab.t.security.twoFactor.title);
      await card.getByRole('link', { name: tab.t.phone.replace }).click();
      await expect(tab.title(tab.t.phone.enrol.titleReplace)).toBeVisible();
    },
  },
  {
    name: 'change-password',
    play: async (stage) => {
      await arrive(stage, 'nothing', '/console/security/password');
      await expect(stage.tab.title(stage.tab.t.security.password.pageTitle)).toBeVisible();
    },
  },
  {
    name: 'change-password-too-short',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'nothing', '/console/security/password');
      await tab.page.getByLabel(tab.t.security.password.label, { exact: true }).fill('too short');
      await tab.button(tab.t.security.password.save).click();
      await expect(tab.text(sentence(tab.t, 'password-refused', { reason: 'too-short' }))).toBeVisible();
    },
  },
  { name: 'recovered', play: recovered },
  {
    name: 'security-after-recovery',
    play: async (stage) => {
      await recovered(stage);
      await stage.tab.saveRecoveryCode();
      await expect(stage.tab.text(stage.tab.t.recovery.recovered.notice)).toBeVisible();
    },
  },
];
