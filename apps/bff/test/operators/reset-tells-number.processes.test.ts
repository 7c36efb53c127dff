import { listenSandbox } from '@wattsense/sms-sandbox/listen';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { assemble } from '../../src/assemble.ts';
import { numberRetiredText } from '../../src/domain/sms-text.ts';
import { Browser } from '../support/browser.ts';
import { addAccounts, consoleFiles } from '../support/console-files.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { json, runCommand } from '../support/run-command.ts';

const LOGIN = 'b.durand@example.com';
const NUMBER = '+33639980012';
const CREDENTIALS = { apiKey: 'abcd1234', apiSecret: 'S3cretS3cret' };

describe.each(['sqlite', 'postgres'] as const)('a reset by an operator, on %s', { timeout: 120_000 }, (engine) => {
  it('D022: tells the number that loses its place, as its owner’s own change does', async () => {
    const sandbox = await listenSandbox({
      now: () => new Date(),
      credentials: CREDENTIALS,
      signatureSecret: 'a signature secret of forty signs….....',
    });
    onTestFinished(() => sandbox.close());
    const files = consoleFiles({
      ...(engine === 'postgres' ? { DATABASE_URL: await createTestDatabase() } : {}),
      VONAGE_API_HOST: sandbox.url,
      VONAGE_API_KEY: CREDENTIALS.apiKey,
      VONAGE_API_SECRET: CREDENTIALS.apiSecret,
      SMS_FICTIONAL_PREFIXES: '+3363998',
    });
    onTestFinished(() => files.remove());
    await addAccounts(files.environment, [LOGIN]);
    const texts = () => sandbox.state.mailbox.messages(NUMBER).map(({ text }) => text);

    const { deps, close } = await assemble({ LOG_LEVEL: 'error', ...files.environment }, 'command', MIGRATIONS);
    const owner = new Browser(createApp(deps), deps);
    await owner.signIn(LOGIN);
    await owner.enrolPhone(NUMBER, () => sandbox.state.mailbox.messages(NUMBER).at(-1)?.code ?? '');
    await close();
    expect(texts()).toHaveLength(1);

    const reset = ['account', 'reset-two-factor', LOGIN, '--reason', 'ticket 4711', '--json'];
    expect(json(await runCommand(reset, files.environment))).toMatchObject({ removed: ['phone'], numbersTold: 1 });
    expect(texts().slice(1)).toEqual([numberRetiredText('en')]);
  });
});
