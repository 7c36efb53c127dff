import { expect } from '@playwright/test';
import { refusedUntil, sentence, withAnyTime } from '../support/sentences.ts';
import type { Scene, Stage } from './scene.ts';

/** As far as the page that asks for the code of a text message, on a phone network that does as it was told. */
async function waiting({ tab, accounts }: Stage, told: (number: string) => Promise<void>): Promise<string> {
  const { number, ...account } = await accounts.make('phone');
  await told(number);
  await tab.open();
  await tab.enterPassword(account);
  await expect(tab.smsCode()).toBeVisible();
  return number;
}

/** What may become of a text message, and of a method. */
export const waitings: readonly Scene[] = [
  {
    name: 'challenge-sms-sending',
    play: async (stage) => {
      // The network is waited for no longer than 5 s: the page is kept from hearing of it.
      await stage.tab.page.route('**/api/sms/*', () => {});
      await waiting(stage, (number) => stage.phone.takes(number, 20_000));
      await expect(stage.tab.text(stage.tab.t.phone.sms.sending)).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-sent',
    play: async (stage) => {
      await waiting(stage, (number) => stage.phone.receipts(number, 'none'));
      await expect(stage.tab.text(stage.tab.t.phone.sms.sent)).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-may-arrive',
    play: async (stage) => {
      await waiting(stage, async (number) => {
        await stage.phone.keepsQuiet(number);
        await stage.phone.fails(number, 'no-uuid');
      });
      await expect(stage.tab.text(stage.tab.t.phone.sms['may-arrive'])).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-not-delivered',
    play: async (stage) => {
      const number = await waiting(stage, (to) => stage.phone.receipts(to, 'none'));
      await stage.phone.rejects(number, 1260);
      await expect(stage.tab.text(sentence(stage.tab.t, 'sms-not-sent', { failure: 'unreachable' }))).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-too-many',
    play: async (stage) => {
      const { tab } = stage;
      await tab.page.clock.install();
      await waiting(stage, async () => {});
      await expect(tab.text(tab.t.phone.sms.delivered)).toBeVisible();
      await tab.page.clock.runFor('00:31');
      await tab.button(tab.t.phone.sms.resend).click();
      await expect(tab.text(refusedUntil(tab.t, 'too-many-messages'))).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-held',
    play: async ({ tab, accounts, phone }) => {
      const account = await accounts.make('phone');
      await accounts.stranger().signIn(account.login, account.password);
      await phone.latest(account.number);
      await tab.open();
      await tab.enterPassword(account);
      await expect(tab.text(withAnyTime(tab.t.phone.answer.held))).toBeVisible();
    },
  },
  {
    name: 'challenge-recovery-code-in-use',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      const lost = accounts.stranger();
      await lost.signIn(account.login, account.password);
      await lost.answer('recovery', account.recoveryCode);
      await tab.open();
      await tab.enterPassword(account);
      await tab.other('recovery').click();
      await tab.answer(tab.recoveryCode(), account.recoveryCode);
      await expect(tab.text(refusedUntil(tab.t, 'recovery-code-in-use'))).toBeVisible();
    },
  },
  {
    name: 'challenge-app-disabled',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      await accounts.disableMethods(account);
      await tab.open();
      await tab.enterPassword(account);
      await expect(tab.text(tab.t.app.answer.unusable.disabled)).toBeVisible();
    },
  },
  {
    name: 'security-app-disabled',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      const visitor = await accounts.signedIn(account);
      await accounts.disableMethods(account);
      await tab.arriveAs(visitor);
      await expect(tab.status(true)).toBeVisible();
    },
  },
];
