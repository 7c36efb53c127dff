import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { SessionView } from '@wattsense/contract/session';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleProcess, startConsole } from '../../../../scripts/console-process.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { Browser } from '../support/browser.ts';
import { addAccounts, type ConsoleFiles, consoleFiles } from '../support/console-files.ts';
import { overHttp } from '../support/over-http.ts';

const LOGINS = Array.from({ length: 6 }, (_, index) => `person${index}@example.com`);

let files: ConsoleFiles;
beforeEach(async () => {
  // A hash takes long enough for a signal to arrive while others wait.
  files = consoleFiles({ PASSWORD_MEMORY_MIB: '64', PASSWORD_PASSES: '6' });
  await addAccounts(files.environment, LOGINS);
});
afterEach(() => files.remove());

async function running(): Promise<ConsoleProcess> {
  const server = startConsole({ port: await freePort(), environment: files.environment });
  expect(await server.listening, server.output.join('\n')).toBe(true);
  return server;
}

const browserOf = ({ port }: ConsoleProcess) => new Browser(overHttp(port), { clock: systemClock });

describe('SIGTERM', { timeout: 120_000 }, () => {
  it('F-15, R-RL-07: lets what was begun finish, takes nothing new, exits 0, and nothing is lost', async () => {
    const server = await running();
    const browsers = LOGINS.map(() => browserOf(server));
    const idle = await heldConnection(server);
    // Opened in advance, as browsers do, and never used.
    const silent = connect(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const answers = LOGINS.map((login, index) => browsers[index]?.signIn(login));
    await Promise.race(answers);
    server.child.kill('SIGTERM');
    server.child.kill('SIGTERM');
    for (const answer of await Promise.all(answers))
      expect([answer?.status, answer?.body.state]).toEqual([200, 'authenticated']);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await expect(browserOf(server).session()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    idle.destroy();
    silent.destroy();
    expect(server.output.map((line) => JSON.parse(line).message).slice(-1)).toEqual(['stopped']);

    const next = startConsole({ port: server.port, environment: files.environment });
    expect(await next.listening).toBe(true);
    for (const [index, browser] of browsers.entries()) {
      const view = (await browser.session()).body;
      expect([view.state, loginOf(view)]).toEqual(['authenticated', LOGINS[index]]);
    }
    next.child.kill('SIGTERM');
    expect((await next.exited).code).toBe(0);
  });
});

describe('the log', { timeout: 120_000 }, () => {
  it('F-35: closed by whoever read it, takes nobody with it', async () => {
    const server = await running();
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    const browser = browserOf(server);
    expect((await browser.signIn(LOGINS[0] ?? '')).body.state).toBe('authenticated');
    for (let i = 0; i < 20; i += 1) expect((await browser.session()).status).toBe(200);
    const security = await browser.security();
    expect(security.body.events.map(({ kind }) => kind)).toContain('signed-in');
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

const loginOf = (view: SessionView) => (view.state === 'authenticated' ? view.account.login : null);

/** A connection that was used once and is kept open by its client. */
function heldConnection({ port }: ConsoleProcess): Promise<Agent> {
  const agent = new Agent({ keepAlive: true });
  return new Promise((done, failed) => {
    get({ host: '127.0.0.1', port, path: '/healthz', agent }, (answer: IncomingMessage) => {
      answer.resume().once('end', () => done(agent));
    }).once('error', failed);
  });
}
