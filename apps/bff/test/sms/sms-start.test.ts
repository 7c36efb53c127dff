import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { assemble } from '../../src/assemble.ts';
import { isGsm7OneSegment, smsHostFits, smsText } from '../../src/domain/sms-text.ts';
import { RefusedToStart } from '../../src/refused-to-start.ts';
import { Browser, codeOf } from '../support/browser.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { freshKey } from '../support/world.ts';
import { APPLICATION, enrol, PRIVATE_KEY, SIGNATURE_SECRET, startSmsBench } from './sms-bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'console-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The variables of a server that starts. */
const variables = (change: Record<string, string> = {}) => ({
  NODE_ENV: 'test',
  LOG_LEVEL: 'error',
  PUBLIC_ORIGIN: 'https://console.wattsense.com',
  DATABASE_URL: `sqlite:${join(folder, `${crypto.randomUUID()}.sqlite`)}`,
  KEY_RING: freshKey(),
  VONAGE_APPLICATION_ID: APPLICATION,
  VONAGE_PRIVATE_KEY: PRIVATE_KEY,
  VONAGE_SIGNATURE_SECRET: SIGNATURE_SECRET,
  ...change,
});

async function refusal(change: Record<string, string>): Promise<readonly string[]> {
  try {
    const { close } = await assemble(variables(change), 'serve', MIGRATIONS);
    await close();
    return [];
  } catch (error) {
    if (error instanceof RefusedToStart) return error.lines;
    throw error;
  }
}

describe('what refuses to start', () => {
  it.each([
    ['5.5 #9: a sender of 12 characters', { SMS_SENDER: 'TheBuildings' }, /^SMS_SENDER: /],
    ['5.5 #9: a sender with a space', { SMS_SENDER: 'The Build' }, /^SMS_SENDER: /],
    [
      '5.5 #41: a host too long for one segment',
      { PUBLIC_ORIGIN: `https://${'a'.repeat(42)}.com` },
      /^PUBLIC_ORIGIN: /,
    ],
    ['a signature secret of 31', { VONAGE_SIGNATURE_SECRET: 'x'.repeat(31) }, /^VONAGE_SIGNATURE_SECRET: .*32/],
    ['5.5 #40: the SDK told to print what it does', { NODE_ENV: 'production', DEBUG: 'vonage:*' }, /^DEBUG: /],
    ['5.5 #40: or everything', { NODE_ENV: 'production', DEBUG: '*' }, /^DEBUG: /],
    ['numeric senders that are none', { SMS_NUMERIC_SENDERS: 'US:TheBuilding' }, /^SMS_NUMERIC_SENDERS: /],
    ['a cap of nothing', { SMS_ACCOUNT_PER_DAY: '0' }, /^SMS_ACCOUNT_PER_DAY: /],
    ['a key ring without a key, said once', { KEY_RING: ',' }, /^key ring: has no key/],
  ])('%s', async (_, change, line) => {
    expect(await refusal(change)).toEqual([expect.stringMatching(line)]);
  });

  it('nothing, with all in order; nor without credentials, where SMS is not offered', async () => {
    expect(await refusal({})).toEqual([]);
    const none = variables({ VONAGE_APPLICATION_ID: '', VONAGE_PRIVATE_KEY: '' });
    const { deps, close } = await assemble(none, 'serve', MIGRATIONS);
    expect(deps.sms).toBeNull();
    await close();
  });

  it('5.5 #41: a typographic apostrophe would make two segments', () => {
    expect(isGsm7OneSegment(smsText('fr', '123456', 'console.wattsense.com'))).toBe(true);
    expect(isGsm7OneSegment('123456 est votre code pour l’accès')).toBe(false);
    expect([smsHostFits('a'.repeat(41)), smsHostFits('a'.repeat(42))]).toEqual([true, false]);
  });
});

describe('5.5 #43: the network is down when the server starts', () => {
  it('people sign in by app, a message is certainly not sent, and readiness tells', async () => {
    const bench = await startSmsBench();
    await bench.sandbox.close();
    const down = { PUBLIC_ORIGIN: ORIGIN, VONAGE_API_HOST: bench.sandbox.url, SMS_FICTIONAL_PREFIXES: '+3363998' };
    const assembly = await assemble(variables(down), 'serve', MIGRATIONS, bench.clock);
    const { deps } = assembly;
    const app = createApp({ ...deps, passwords: quickPasswords, clock: bench.clock, database: bench.world.database });
    const { login } = await bench.account('down@example.com');
    const browser = new Browser(app, bench);
    await browser.signIn(login);
    const { secret } = await browser.enrolApp();
    expect((await enrol(browser)).sms).toMatchObject({ state: 'not-sent', failure: 'provider' });
    bench.advance(30);
    const other = new Browser(app, bench);
    await other.signIn(login);
    expect((await other.answer('otp', codeOf(secret, bench.clock.now()))).status).toBe(200);
    for (let time = 0; time < 5; time += 1)
      await deps.sms?.send({ to: '+33639980012', country: 'FR', text: 'x', reference: 'x' });
    expect(deps.fitness.smsPaused()).toBe(true);
    await assembly.close();
    await bench.close();
  });
});

describe('5.5 #47: what all this was tried with', () => {
  it('is Node 24.21.0 and @vonage/messages 1.27.1, to the letter', () => {
    const require = createRequire(import.meta.url);
    const versionIn = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
    const installed = (name: string) =>
      versionIn(require.resolve(name).replace(/(node_modules\/@vonage\/\w+)\/.*/, '$1/package.json'));
    expect(process.version).toBe('v24.21.0');
    expect(installed('@vonage/messages')).toMatchObject({ version: '1.27.1' });
    expect(installed('@vonage/vetch')).toMatchObject({ version: '1.14.1' });
    expect(versionIn(join(import.meta.dirname, '..', '..', 'package.json'))).toMatchObject({
      dependencies: { '@vonage/messages': '1.27.1', '@vonage/vetch': '1.14.1' },
    });
  });
});
