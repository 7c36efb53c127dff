import { expect } from '@playwright/test';
import type { Protection } from '../support/accounts.ts';
import type { Scene, Stage } from './scene.ts';

async function arrive({ tab, accounts }: Stage, protection: Protection, path?: string) {
  const account = await accounts.make(protection);
  await tab.arriveAs(await accounts.signedIn(account), path);
  return account;
}

const homeOf =
  (protection: Protection): Scene['play'] =>
  async (stage) => {
    const account = await arrive(stage, protection, '/console/');
    await expect(stage.tab.title(stage.tab.t.home.greeting(account.name))).toBeVisible();
  };

const securityOf =
  (protection: Protection): Scene['play'] =>
  async (stage) => {
    await arrive(stage, protection);
    await expect(stage.tab.status(protection !== 'nothing')).toBeVisible();
  };

/** The console's frame, its home page, the profile, and the Security tab as it stands. */
export const pages: readonly Scene[] = [
  { name: 'home-off', play: homeOf('nothing') },
  { name: 'home-on', play: homeOf('app') },
  { name: 'home-code-unsaved', play: homeOf('app, code unsaved') },
  {
    name: 'home-somebody-guessed',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      await accounts.guessWrongly(account, 3);
      await tab.arriveAs(await accounts.signedIn(account, { unseen: true }), '/console/');
      await expect(tab.text(tab.t.home.notices.wrongCodesAdvice)).toBeVisible();
      await expect(tab.text(tab.t.home.notices.advice)).toHaveCount(0);
    },
  },
  {
    name: 'profile-menu',
    play: async (stage) => {
      await homeOf('app')(stage);
      await stage.tab.menu().click();
      await expect(stage.tab.page.getByRole('menuitem', { name: stage.tab.t.shell.signOut })).toBeVisible();
    },
  },
  {
    name: 'profile',
    play: async (stage) => {
      await arrive(stage, 'nothing', '/console/profile');
      await expect(stage.tab.title(stage.tab.t.profile.title)).toBeVisible();
    },
  },
  {
    name: 'page-not-found',
    play: async (stage) => {
      await arrive(stage, 'nothing', '/console/no/such/page');
      await expect(stage.tab.title(stage.tab.t.shell.notFound.title)).toBeVisible();
    },
  },
  { name: 'security-off', play: securityOf('nothing') },
  { name: 'security-app', play: securityOf('app') },
  { name: 'security-phone', play: securityOf('phone') },
  { name: 'security-app-and-phone', play: securityOf('app and phone') },
  { name: 'security-code-unsaved', play: securityOf('app, code unsaved') },
  {
    name: 'security-code-taken-back',
    play: async ({ tab, accounts }) => {
      const account = await accounts.make('app');
      await accounts.takeCodeBack(account);
      await tab.arriveAs(await accounts.signedIn(account));
      await expect(tab.text(tab.t.security.code.takenBackTitle)).toBeVisible();
    },
  },
  {
    name: 'security-long-name',
    play: async ({ tab, accounts }) => {
      const name = 'Marie-Antoinette de La Rochefoucauld-Montmorency';
      await tab.arriveAs(await accounts.signedIn(await accounts.make('app and phone', { name })));
      await expect(tab.status(true)).toBeVisible();
    },
  },
  {
    name: 'security-phone-unfinished',
    play: async (stage) => {
      const { tab } = stage;
      const account = await arrive(stage, 'nothing', '/console/security/phone');
      await tab.enterNumber(account.number);
      await expect(tab.title(tab.t.phone.enrol.code.title)).toBeVisible();
      await tab.open('/console/security');
      await expect(tab.text(tab.t.phone.unfinished.title)).toBeVisible();
    },
  },
  {
    name: 'security-cannot-be-read',
    allowed: /status of 503/,
    play: async (stage) => {
      await stage.tab.page.route('**/api/security', (route) => route.fulfill({ status: 503, body: '' }));
      await arrive(stage, 'app');
      await expect(stage.tab.button(stage.tab.t.shared.retry)).toBeVisible();
    },
  },
  {
    name: 'security-whole-activity',
    play: async (stage) => {
      const { tab } = stage;
      const account = await arrive(stage, 'app and phone');
      for (let times = 0; times < 4; times += 1) await stage.accounts.signedIn(account);
      await tab.page.reload();
      await tab.button(tab.t.security.activity.more).click();
      await expect(tab.button(tab.t.security.activity.more)).toHaveCount(0);
    },
  },
];
