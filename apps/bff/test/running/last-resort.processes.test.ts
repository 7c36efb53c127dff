import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startConsole } from '../../../../scripts/console-process.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { Browser } from '../support/browser.ts';
import { addAccounts, type ConsoleFiles, consoleFiles } from '../support/console-files.ts';
import { overHttp } from '../support/over-http.ts';

/** Breaks the process from outside its code, each time it is told to. */
const SABOTAGE = `
process.on('SIGUSR2', () => {
  setImmediate(() => { throw new Error('the code was 4711-marker'); });
  Promise.reject(Object.assign(new Error('the password was 4711-marker'), { code: 'EODD' }));
});
`;

let files: ConsoleFiles;
beforeEach(() => {
  files = consoleFiles();
});
afterEach(() => files.remove());

it('R-LG-10: what nobody caught is logged without its words, and the server goes on', {
  timeout: 120_000,
}, async () => {
  await addAccounts(files.environment, ['person@example.com']);
  const sabotage = join(files.folder, 'sabotage.mjs');
  writeFileSync(sabotage, SABOTAGE);
  const environment = { ...files.environment, NODE_OPTIONS: `--import=${pathToFileURL(sabotage).href}` };
  const server = startConsole({ port: await freePort(), environment });
  expect(await server.listening, server.output.join('\n')).toBe(true);
  const browser = new Browser(overHttp(server.port), { clock: systemClock });
  expect((await browser.signIn('person@example.com')).body.state).toBe('authenticated');
  for (let n = 0; n < 3; n += 1) {
    server.child.kill('SIGUSR2');
    for (let i = 0; i < 5; i += 1) expect((await browser.security()).status).toBe(200);
  }
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  const uncaught = server.output.map((line) => JSON.parse(line)).filter((line) => line.message === 'uncaught error');
  expect(uncaught.length).toBeGreaterThanOrEqual(2);
  expect(new Set(uncaught.map(({ level }) => level))).toEqual(new Set(['error']));
  expect(server.output.join('\n')).not.toContain('4711-marker');
});
