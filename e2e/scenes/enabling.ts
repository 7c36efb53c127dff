import { expect } from '@playwright/test';
import { sentence, wrongCode } from '../support/sentences.ts';
import type { Scene, Stage } from './scene.ts';

async function arrive({ tab, accounts }: Stage, path: string) {
  const account = await accounts.make('nothing');
  await tab.arriveAs(await accounts.signedIn(account), `/console/security/${path}`);
  return account;
}

async function atTheRecoveryCode(stage: Stage): Promise<void> {
  await arrive(stage, 'app');
  const app = await stage.tab.scan();
  await stage.tab.prove(await app.code());
  await stage.tab.shownRecoveryCode();
}

async function atThePhoneCode(stage: Stage) {
  const account = await arrive(stage, 'phone');
  await stage.tab.enterNumber(account.number);
  await expect(stage.tab.title(stage.tab.t.phone.enrol.code.title)).toBeVisible();
  return account;
}

/** Turning two-factor authentication on, step by step. */
export const enabling: readonly Scene[] = [
  {
    name: 'enable-choose',
    play: async (stage) => {
      await arrive(stage, 'enable');
      await expect(stage.tab.page.getByRole('radio')).toHaveCount(2);
    },
  },
  {
    name: 'enable-app',
    play: async (stage) => {
      await arrive(stage, 'app');
      await expect(stage.tab.enrolmentCode()).toBeVisible();
    },
  },
  {
    name: 'enable-app-all-unfolded',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      await tab.scan();
      await tab.page.getByText(tab.t.app.enrol.details).click();
      await expect(tab.page.locator('details[open]').first()).toBeVisible();
      await expect(tab.page.locator('details:not([open])')).toHaveCount(0);
    },
  },
  {
    name: 'enable-app-wrong-code',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      const app = await tab.appFromPrintedKey();
      await tab.prove(await app.wrongCode());
      await expect(tab.text(wrongCode(tab.t, 'new-app'))).toBeVisible();
    },
  },
  {
    name: 'enable-app-over',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'app');
      const app = await tab.appFromPrintedKey();
      await stage.clock.advance({ minutes: 11 });
      await tab.prove(await app.wrongCode());
      await expect(tab.text(tab.t.enable.over.expired)).toBeVisible();
    },
  },
  {
    name: 'enable-phone',
    play: async (stage) => {
      await arrive(stage, 'phone');
      await expect(stage.tab.field(stage.tab.t.phone.enrol.number)).toBeVisible();
    },
  },
  {
    name: 'enable-phone-landline',
    play: async (stage) => {
      const { tab } = stage;
      await arrive(stage, 'phone');
      await tab.enterNumber('01 42 68 53 00');
      await expect(tab.text(sentence(tab.t, 'phone-refused', { reason: 'not-mobile' }))).toBeVisible();
    },
  },
  {
    name: 'enable-phone-code',
    play: async (stage) => {
      await atThePhoneCode(stage);
      await expect(stage.tab.text(stage.tab.t.phone.sms.delivered)).toBeVisible();
    },
  },
  {
    name: 'enable-phone-code-wrong',
    play: async (stage) => {
      const { tab, phone } = stage;
      const account = await atThePhoneCode(stage);
      const code = await phone.code(account.number);
      await expect(tab.text(tab.t.phone.sms.delivered)).toBeVisible();
      await tab.prove(code === '111111' ? '222222' : '111111');
      await expect(tab.text(wrongCode(tab.t, 'sms'))).toBeVisible();
    },
  },
  {
    name: 'enable-phone-code-not-sent',
    play: async (stage) => {
      const { tab, accounts, phone } = stage;
      const account = await accounts.make('nothing');
      await phone.fails(account.number, 'low-balance');
      await tab.arriveAs(await accounts.signedIn(account), '/console/security/phone');
      await tab.enterNumber(account.number);
      await expect(tab.text(sentence(tab.t, 'sms-not-sent', { failure: 'provider' }))).toBeVisible();
    },
  },
  { name: 'recovery-code', play: atTheRecoveryCode },
  {
    name: 'recovery-code-ticked',
    play: async (stage) => {
      await atTheRecoveryCode(stage);
      await stage.tab.page.getByRole('checkbox', { name: stage.tab.t.recovery.saved }).check();
    },
  },
  {
    name: 'recovery-code-leaving',
    play: async (stage) => {
      await atTheRecoveryCode(stage);
      await stage.tab.page.getByRole('banner').getByRole('link').first().click();
      await expect(stage.tab.dialog(stage.tab.t.recovery.leaveTitle)).toBeVisible();
    },
  },
  {
    name: 'recovery-code-missed',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app, code unsaved');
      await tab.arriveAs(await accounts.signedIn(account), '/console/security/recovery-code');
      await expect(tab.title(tab.t.enable.code.missedTitle)).toBeVisible();
    },
  },
  {
    name: 'security-just-enabled',
    play: async (stage) => {
      await atTheRecoveryCode(stage);
      await stage.tab.saveRecoveryCode();
      await expect(stage.tab.text(stage.tab.t.security.outcome.on)).toBeVisible();
    },
  },
];
