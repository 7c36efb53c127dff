import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { hasEnded } from './has-ended.ts';

const root = resolve(import.meta.dirname, '..');
const data = join(root, '.data');
const environmentFile = join(data, 'development.env');
const accountsFile = join(data, 'accounts.txt');
const ports = {
  web: Number(process.env['WEB_PORT'] ?? 5173),
  bff: Number(process.env['BFF_PORT'] ?? 8787),
  phone: Number(process.env['SMS_SANDBOX_PORT'] ?? 8788),
};
const origin = `http://localhost:${ports.web}`;

/** Brings up the phone, the server and the web with reload; the first time it makes keys and seeded accounts. */
async function main(): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port)))
      fail(
        `Port ${port} (${name}) is in use: stop what holds it, or choose another with ${VARIABLES[name as keyof typeof ports]}.`,
      );
  }
  prepare();
  // Which also writes the accounts down.
  if (!existsSync(accountsFile)) runOnce(['apps/bff/src/cli/db.ts', 'reset']);
  const environment = { ...process.env, ...readEnvironment() };
  const children = [
    run('phone', ['apps/sms-sandbox/src/main.ts'], environment),
    run('server', ['--watch', '--watch-preserve-output', 'apps/bff/src/main.ts'], environment),
    run(
      'web',
      [join('node_modules', 'vite', 'bin', 'vite.js'), '--clearScreen', 'false', '--logLevel', 'warn'],
      environment,
      join(root, 'apps', 'web'),
    ),
  ];
  stopTogether(children);
  await Promise.all([answers(ports.phone, '/'), answers(ports.bff, '/healthz'), answers(ports.web, '/console/')]);
  process.stdout.write(`
Console    ${origin}/console/
Phone      http://127.0.0.1:${ports.phone}/   every text message lands here
Server     http://127.0.0.1:${ports.bff}/     reached through the console under /api
Database   .data/development.sqlite   bring the accounts back: stop this, then pnpm db reset

${readFileSync(accountsFile, 'utf8')}
Ctrl-C ends all of it.
`);
}

const VARIABLES = { web: 'WEB_PORT', bff: 'BFF_PORT', phone: 'SMS_SANDBOX_PORT' } as const;

/** Keys and credentials of development: made once, in a folder that git ignores. */
function prepare(): void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const keyRing = join(data, 'development.keys');
  if (!existsSync(keyRing)) runOnce(['apps/bff/src/cli/db.ts', 'keys', 'init', keyRing]);
  const privateKey = join(data, 'vonage-private.pem');
  const publicKey = join(data, 'vonage-public.pem');
  if (!existsSync(privateKey)) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(privateKey, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  }
  const known = existsSync(environmentFile) ? readEnvironment() : {};
  const application = known['VONAGE_APPLICATION_ID'] ?? randomUUID();
  const signatureSecret = known['VONAGE_SIGNATURE_SECRET'] ?? randomBytes(32).toString('base64url');
  const apiSecret = known['SMS_SANDBOX_API_SECRET'] ?? randomBytes(12).toString('hex');
  const lines = [
    '# Made by pnpm dev; not for production.',
    'NODE_ENV=development',
    `PUBLIC_ORIGIN=${origin}`,
    `PORT=${ports.bff}`,
    'LOG_LEVEL=warn',
    `DATABASE_URL=sqlite:${join(data, 'development.sqlite')}`,
    `KEY_RING_FILE=${keyRing}`,
    `VONAGE_API_HOST=http://127.0.0.1:${ports.phone}`,
    `VONAGE_APPLICATION_ID=${application}`,
    `VONAGE_PRIVATE_KEY_FILE=${privateKey}`,
    'VONAGE_API_KEY=abcd1234',
    `VONAGE_SIGNATURE_SECRET=${signatureSecret}`,
    'SMS_FICTIONAL_PREFIXES=+3363998,+447700900',
    `SMS_SANDBOX_PORT=${ports.phone}`,
    `SMS_SANDBOX_APPLICATION_ID=${application}`,
    `SMS_SANDBOX_PUBLIC_KEY_FILE=${publicKey}`,
    'SMS_SANDBOX_API_KEY=abcd1234',
    `SMS_SANDBOX_API_SECRET=${apiSecret}`,
    `SMS_SANDBOX_SIGNATURE_SECRET=${signatureSecret}`,
    `WEB_PORT=${ports.web}`,
    `BFF_PORT=${ports.bff}`,
  ];
  writeFileSync(environmentFile, `${lines.join('\n')}\n`, { mode: 0o600 });
}

function readEnvironment(): Record<string, string> {
  const lines = readFileSync(environmentFile, 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z_]+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function runOnce(args: readonly string[]): void {
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: process.env });
  if (done.status !== 0) fail(done.stderr.trim());
}

function run(name: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd = root): ChildProcess {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const prefix = (chunk: Buffer) =>
    chunk
      .toString()
      .trimEnd()
      .replace(/^/gm, `${name.padEnd(7)}| `);
  child.stdout?.on('data', (chunk: Buffer) => process.stdout.write(`${prefix(chunk)}\n`));
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(`${prefix(chunk)}\n`));
  return child;
}

/** One gone, all go: nothing of it is left running. */
function stopTogether(children: readonly ChildProcess[]): void {
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    for (const child of children) child.kill('SIGTERM');
    const gone = children.map(
      (child) => new Promise((done) => (hasEnded(child) ? done(null) : child.once('exit', done))),
    );
    setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
      process.exit(code);
    }, 5000).unref();
    Promise.all(gone).then(
      () => process.exit(code),
      () => process.exit(code),
    );
  };
  for (const child of children) child.once('exit', () => stop(1));
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
}

/** Tried as a listener, on both loopback families where the web's is reached by name. */
function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => settle(true)));
  });
}

async function answers(port: number, path: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    try {
      await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1000) });
      return;
    } catch {
      await new Promise((settle) => setTimeout(settle, 100));
    }
  }
  fail(`Nothing answers on port ${port}; see its lines above.`);
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : 'failed'));
