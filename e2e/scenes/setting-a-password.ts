import { expect } from '@playwright/test';
import { sentence } from '../support/sentences.ts';
import type { Scene, Stage } from './scene.ts';

async function choose({ tab, accounts }: Stage, password: string): Promise<void> {
  await tab.open((await accounts.withLink()).link);
  await tab.page.getByLabel(tab.t.security.password.label, { exact: true }).fill(password);
  await tab.button(tab.t.security.password.save).click();
}

/** What an operator's one-time link opens. */
export const settingAPassword: readonly Scene[] = [
  {
    name: 'set-password',
    play: async ({ tab, accounts }) => {
      await tab.open((await accounts.withLink()).link);
      await expect(tab.title(tab.t.setPassword.title)).toBeVisible();
    },
  },
  {
    name: 'set-password-too-short',
    play: async (stage) => {
      await choose(stage, 'too short');
      const refusal = sentence(stage.tab.t, 'password-refused', { reason: 'too-short' });
      await expect(stage.tab.text(refusal)).toBeVisible();
    },
  },
  {
    name: 'set-password-done',
    play: async (stage) => {
      await choose(stage, 'a lantern over the weir');
      await expect(stage.tab.title(stage.tab.t.setPassword.done)).toBeVisible();
    },
  },
  {
    name: 'somebody-else',
    play: async (stage) => {
      const { tab, accounts } = stage;
      await tab.arriveAs(await accounts.signedIn(await accounts.make('nothing')));
      await choose(stage, 'a lantern over the weir');
      await tab.button(tab.t.setPassword.signIn).click();
      await expect(tab.title(tab.t.shell.somebodyElse.title)).toBeVisible();
    },
  },
  {
    name: 'set-password-dead-link',
    play: async ({ tab }) => {
      await tab.open('/console/set-password');
      await expect(tab.title(tab.t.setPassword.dead)).toBeVisible();
    },
  },
];
