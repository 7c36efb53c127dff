import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { isFresh } from '../../scripts/build-stamp.ts';
import { hasEnded } from '../../scripts/has-ended.ts';

const root = resolve(import.meta.dirname, '..', '..');

export interface Addresses {
  /** Where the console is, without a trailing slash. */
  readonly origin: string;
  /** Where tests make accounts and move the clock. */
  readonly control: string;
  /** The SMS sandbox: the phone that every text message reaches. */
  readonly phone: string;
  /** The port that the console itself listens on, for a proxy in front of it. */
  readonly port: number;
  /** The server's variables, for operators' commands beside it. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Stack extends Addresses {
  stop(): Promise<void>;
}

/**
 * Starts a server of its own with the built pages; see `server.ts`.
 * @param publicOrigin where people reach it, when a proxy stands in front.
 */
export async function startStack(publicOrigin?: string): Promise<Stack> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html')))
    throw new Error('The console is not built: run "pnpm build" first.');
  if (!isFresh(root, 'web')) throw new Error('The pages have changed since they were built: run "pnpm build" first.');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
    cwd: root,
    env: { ...process.env, ...(publicOrigin === undefined ? {} : { E2E_PUBLIC_ORIGIN: publicOrigin }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await firstLine(child);
  // Written by server.ts, which shares the type.
  const addresses = JSON.parse(line) as Addresses;
  return { ...addresses, stop: () => stop(child) };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`The server for the tests ended with code ${code}; see above.`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', done);
  });
}

/** The server ends when its standard input does. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (hasEnded(child)) return done();
    child.once('exit', () => done());
    child.stdin?.end();
  });
}
