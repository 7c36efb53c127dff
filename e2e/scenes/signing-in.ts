import { expect } from '@playwright/test';
import type { Protection } from '../support/accounts.ts';
import { refusedUntil, sentence, wrongCode } from '../support/sentences.ts';
import type { Scene, Stage } from './scene.ts';

/** As far as the page that asks for the second factor. */
async function atTheChallenge({ tab, accounts }: Stage, protection: Protection) {
  const account = await accounts.make(protection);
  await tab.open();
  await tab.enterPassword(account);
  await expect(tab.title(tab.t.challenge.title)).toBeVisible();
  return account;
}

/** The first and the second step, in every state that a person may see them in. */
export const signingIn: readonly Scene[] = [
  {
    name: 'sign-in',
    play: async ({ tab }) => {
      await tab.open();
      await expect(tab.login()).toBeFocused();
    },
  },
  {
    name: 'sign-in-nothing-typed',
    play: async ({ tab }) => {
      await tab.open();
      await tab.button(tab.t.signIn.submit).click();
      await expect(tab.text(tab.t.signIn.passwordEmpty)).toBeVisible();
    },
  },
  {
    name: 'sign-in-wrong-password',
    play: async ({ tab }) => {
      await tab.open();
      await tab.enterPassword({ login: 'nobody@example.com', password: 'not the right one' });
      await expect(tab.text(sentence(tab.t, 'wrong-credentials'))).toBeVisible();
    },
  },
  {
    name: 'sign-in-too-many-attempts',
    play: async ({ tab }) => {
      await tab.open();
      for (let guess = 0; guess < 9; guess += 1) {
        const answered = tab.page.waitForResponse('**/api/sign-in');
        await tab.enterPassword({ login: 'nobody-at-all@example.com', password: 'not the right one' });
        if ((await answered).status() === 429) break;
      }
      await expect(tab.text(refusedUntil(tab.t, 'too-many-attempts'))).toBeVisible();
    },
  },
  {
    name: 'sign-in-signed-out',
    play: async ({ tab, accounts }) => {
      await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/');
      await tab.signOut();
      await expect(tab.text(tab.t.signIn.reasons['signed-out'])).toBeVisible();
    },
  },
  {
    name: 'sign-in-session-over',
    play: async ({ tab, accounts, clock }) => {
      await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')), '/console/security/password');
      await expect(tab.title(tab.t.security.password.pageTitle)).toBeVisible();
      await clock.advance({ hours: 1, minutes: 1 });
      await tab.page.getByLabel(tab.t.security.password.label, { exact: true }).fill('a long enough new password');
      await tab.button(tab.t.security.password.save).click();
      await expect(tab.text(tab.t.signIn.reasons['session-over'])).toBeVisible();
    },
  },
  {
    name: 'sign-in-took-too-long',
    play: async (stage) => {
      const { tab, clock } = stage;
      await atTheChallenge(stage, 'app');
      await clock.advance({ minutes: 11 });
      await tab.answer(tab.appCode(), '123456');
      await expect(tab.text(tab.t.signIn.reasons['challenge-expired'])).toBeVisible();
    },
  },
  {
    name: 'sign-in-waits-for-its-code',
    play: async (stage) => {
      const { tab } = stage;
      await atTheChallenge(stage, 'app');
      await tab.page.goBack();
      await expect(tab.link(tab.t.signIn.awaiting.goOn)).toBeVisible();
    },
  },
  {
    name: 'sign-in-offline',
    allowed: /ERR_INTERNET_DISCONNECTED/,
    play: async ({ tab }) => {
      await tab.open();
      await expect(tab.link(tab.t.shared.contactSupport)).toBeVisible();
      await tab.page.context().setOffline(true);
      await tab.enterPassword({ login: 'nobody@example.com', password: 'not the right one' });
      await expect(tab.text(sentence(tab.t, 'offline', { by: 'unsent' }))).toBeVisible();
    },
  },
  {
    name: 'start-without-server',
    allowed: /ERR_FAILED/,
    play: async ({ tab, accounts }) => {
      await tab.page.route('**/api/session', (route) => route.abort());
      await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')));
      await expect(tab.button(tab.t.shared.retry)).toBeVisible();
    },
  },
  {
    name: 'challenge-app',
    play: async (stage) => {
      await atTheChallenge(stage, 'app');
      await expect(stage.tab.appCode()).toBeFocused();
    },
  },
  {
    name: 'challenge-app-wrong-code',
    play: async (stage) => {
      const { tab } = stage;
      const account = await atTheChallenge(stage, 'app');
      await tab.answer(tab.appCode(), await account.app.wrongCode());
      await expect(tab.text(wrongCode(tab.t, 'otp'))).toBeVisible();
    },
  },
  {
    name: 'challenge-app-busy',
    play: async (stage) => {
      const { tab } = stage;
      const account = await atTheChallenge(stage, 'app');
      await tab.page.route('**/challenge/answer', () => {});
      await tab.answer(tab.appCode(), await account.app.code());
      await expect(tab.page.locator('[aria-busy=true]').first()).toBeVisible();
    },
  },
  {
    name: 'challenge-sms',
    play: async (stage) => {
      const account = await atTheChallenge(stage, 'phone');
      await stage.phone.latest(account.number);
      await expect(stage.tab.text(stage.tab.t.phone.sms.delivered)).toBeVisible();
    },
  },
  {
    name: 'challenge-sms-not-sent',
    play: async ({ tab, accounts, phone }) => {
      const account = await accounts.make('phone');
      await phone.fails(account.number, 'low-balance');
      await tab.open();
      await tab.enterPassword(account);
      await expect(tab.text(sentence(tab.t, 'sms-not-sent', { failure: 'provider' }))).toBeVisible();
    },
  },
  {
    name: 'challenge-app-and-phone',
    play: async (stage) => {
      await atTheChallenge(stage, 'app and phone');
      await expect(stage.tab.other('phone')).toBeVisible();
    },
  },
  {
    name: 'challenge-blocked',
    play: async (stage) => {
      const { tab } = stage;
      const account = await atTheChallenge(stage, 'app, blocked');
      await tab.answer(tab.appCode(), await account.app.code());
      await expect(tab.text(refusedUntil(tab.t, 'second-factor-blocked'))).toBeVisible();
    },
  },
  {
    name: 'challenge-recovery-code',
    play: async (stage) => {
      const { tab } = stage;
      await atTheChallenge(stage, 'app');
      await tab.other('recovery').click();
      await expect(tab.recoveryCode()).toBeFocused();
    },
  },
  {
    name: 'challenge-recovery-code-too-short',
    play: async (stage) => {
      const { tab } = stage;
      await atTheChallenge(stage, 'app');
      await tab.other('recovery').click();
      await tab.answer(tab.recoveryCode(), '7K3M-9QWX-');
      await expect(tab.text(tab.t.codes.recoveryCode.short(16))).toBeVisible();
    },
  },
];
