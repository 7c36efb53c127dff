import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
// biome-ignore lint/plugin/no-real-time: a proxy tells nobody that it listens; it is asked until it does or ends.
import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded } from '../../../../scripts/has-ended.ts';

/** Starts a proxy and waits until it listens. Throws with its own words when it ends instead. */
export async function startProxy(
  program: string,
  args: readonly string[],
  port: number,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  while (child.exitCode === null && child.signalCode === null) {
    if (await listens(port)) return child;
    await pause(50);
  }
  throw new Error(`${program} ended: ${said}`);
}

export function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (hasEnded(child)) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
