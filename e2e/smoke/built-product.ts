import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isFresh } from '../../scripts/build-stamp.ts';
import { freePort } from '../../scripts/free-port.ts';
import { hasEnded } from '../../scripts/has-ended.ts';

const root = resolve(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const PATIENCE_MS = 20_000;

export interface BuiltProduct {
  readonly origin: string;
  readonly phone: string;
  /** Makes an account as an operator does, beside the running server. */
  account(login: string, password: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts what `pnpm build` made exactly as an operator starts it, in production mode, with a phone network beside it. */
export async function startBuiltProduct(): Promise<BuiltProduct> {
  if (!isFresh(root, 'web') || !isFresh(root, 'server'))
    throw new Error('dist/ is missing or older than the sources: run "pnpm build" first.');
  const folder = mkdtempSync(join(tmpdir(), 'console-built-'));
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const application = randomUUID();
  const signature = 'a secret of this run alone, forty letters';
  const [port, phonePort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const env = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    PUBLIC_ORIGIN: origin,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    DATABASE_URL: `sqlite:${join(folder, 'console.sqlite')}`,
    KEY_RING_FILE: join(folder, 'keys'),
    VONAGE_API_HOST: `http://127.0.0.1:${phonePort}`,
    VONAGE_APPLICATION_ID: application,
    VONAGE_PRIVATE_KEY_FILE: file('private.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    VONAGE_API_KEY: 'built000',
    VONAGE_SIGNATURE_SECRET: signature,
  };
  await command(['db.mjs', 'keys', 'init', join(folder, 'keys')], env);
  await command(['db.mjs', 'init'], env);
  const sandbox = start([join(root, 'apps', 'sms-sandbox', 'src', 'main.ts')], {
    PATH: process.env['PATH'],
    SMS_SANDBOX_PORT: String(phonePort),
    SMS_SANDBOX_APPLICATION_ID: application,
    SMS_SANDBOX_PUBLIC_KEY_FILE: file('public.pem', keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    SMS_SANDBOX_SIGNATURE_SECRET: signature,
    SMS_SANDBOX_API_KEY: 'built000',
    SMS_SANDBOX_API_SECRET: 'a secret for receipts alone',
  });
  const server = start([join(dist, 'start.mjs')], env);
  await Promise.all([answers(`${origin}/readyz`, server), answers(`http://127.0.0.1:${phonePort}/messages`, sandbox)]);
  return {
    origin,
    phone: `http://127.0.0.1:${phonePort}`,
    account: (login, password) =>
      command(
        ['account.mjs', 'create', '--login', login, '--name', 'Harriet Cole', '--language', 'en', '--password-stdin'],
        env,
        password,
      ),
    stop: async () => {
      await Promise.all([end(server), end(sandbox)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one of the built commands; an operator's shell would do the same. */
async function command([script = '', ...args]: readonly string[], env: Environment, input?: string): Promise<void> {
  const running = promisify(execFile)(process.execPath, [join(dist, script), ...args], {
    cwd: tmpdir(),
    env: { ...env },
  });
  running.child.stdin?.end(input === undefined ? '' : `${input}\n`);
  await running;
}

function start(args: readonly string[], env: Environment): ChildProcess {
  return spawn(process.execPath, args, { cwd: tmpdir(), env: { ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    if (hasEnded(child))
      throw new Error(`${url}: its process ended with ${child.exitCode ?? child.signalCode}; see above.`);
    if (Date.now() > until) throw new Error(`${url} does not answer`);
    // biome-ignore lint/plugin/no-real-time: the built server's log is not read; it is asked until it answers.
    await new Promise((done) => setTimeout(done, 100));
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (hasEnded(child)) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
