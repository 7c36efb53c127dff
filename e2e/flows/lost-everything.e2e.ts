import { json, runCommand } from '../../apps/bff/test/support/run-command.ts';
import { sentence } from '../support/sentences.ts';
import { startStack } from '../support/stack.ts';
import { test as base, expect } from '../support/test.ts';

const PASSWORD = 'a lantern over the weir';
const REASON = 'phone stolen, known by voice';

/** A server of its own: an operator's command goes by the machine's clock, which other tests move away from. */
const test = base.extend<object, object>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from the pattern.
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker' },
  ],
});

test.describe('phone and recovery code are lost', () => {
  test('D039: one command of an operator and its link let the person in and nobody who has the old password, who is told of it and finds it in the Security tab', async ({
    tab,
    accounts,
    stack,
    t,
  }) => {
    const account = await accounts.make('app');
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.title(t.challenge.title)).toBeVisible();

    const reset = ['account', 'reset-two-factor', account.login, '--reason', REASON, '--json'];
    const { link } = json(await runCommand(reset, stack.environment));

    // The old password lets nobody in any more; the link is for whom the operator knew by voice.
    await tab.open();
    await tab.enterPassword(account);
    await expect(tab.text(sentence(t, 'wrong-credentials'))).toBeVisible();
    await tab.open('about:blank');
    await tab.open(String(link));
    await tab.page.getByLabel(t.security.password.label, { exact: true }).fill(PASSWORD);
    await tab.button(t.security.password.save).click();
    await tab.button(t.setPassword.signIn).click();
    await tab.enterPassword({ login: account.login, password: PASSWORD });
    await expect(tab.title(t.home.greeting(account.name))).toBeVisible();
    await expect(tab.text(t.home.notices.resetAdvice)).toBeVisible();

    await tab.open('/console/security');
    await expect(tab.status(false)).toBeVisible();
    await expect(tab.card(t.security.activity.changes.title)).toContainText(REASON);
    await expect(tab.link(t.security.twoFactor.enable)).toBeVisible();
  });
});
