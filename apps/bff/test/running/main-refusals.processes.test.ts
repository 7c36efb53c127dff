import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConsole } from '../../../../scripts/console-process.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { newKey } from '../../src/adapters/key-ring.ts';
import { type ConsoleFiles, consoleFiles } from '../support/console-files.ts';

/** Starts a server that is to refuse, and returns all that it says. */
async function refusal(environment: Readonly<Record<string, string>>, port?: number): Promise<string[]> {
  const started = startConsole({ port: port ?? (await freePort()), environment });
  expect((await started.exited).code, started.output.join('\n')).toBe(1);
  return [...started.output];
}

const BEGINNING = 'The console does not start: ';

describe('what an operator must mend is said in one line each, and nothing else is', { timeout: 120_000 }, () => {
  let files: ConsoleFiles;
  beforeAll(() => {
    files = consoleFiles();
  });
  afterAll(() => files.remove());
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(files.environment).filter(([name]) => !names.includes(name)));

  it('every variable that is missing or wrong, by its name and never by its value', async () => {
    const lines = await refusal({
      ...without('PUBLIC_ORIGIN'),
      SESSION_IDLE_SECONDS: 'hush-hush',
      VERIFY_MINIMUM_LEVEL: 'aal9',
    });
    expect(lines.map((line) => line.replace(/(_SECONDS|_LEVEL): .*/, '$1'))).toEqual([
      `${BEGINNING}PUBLIC_ORIGIN: is missing`,
      `${BEGINNING}SESSION_IDLE_SECONDS`,
      `${BEGINNING}VERIFY_MINIMUM_LEVEL`,
    ]);
    expect(lines.join('\n')).not.toContain('hush-hush');
  });

  it('values that contradict one another or mean nothing', async () => {
    const port = await freePort();
    const environment = {
      ...files.environment,
      PUBLIC_ORIGIN: 'http://console.example.com',
      TRUSTED_PROXIES: 'everybody',
      METRICS_PORT: String(port),
    };
    expect(await refusal(environment, port)).toEqual([
      `${BEGINNING}PUBLIC_ORIGIN: must be https, except on loopback`,
      `${BEGINNING}TRUSTED_PROXIES: must be addresses or networks, such as 10.0.0.0/8`,
      `${BEGINNING}METRICS_PORT: must not be that of PORT`,
    ]);
  });

  it('a missing key ring, with the command that makes one', async () => {
    expect(await refusal(without('KEY_RING_FILE'))).toEqual([
      `${BEGINNING}KEY_RING_FILE: is missing: make a key ring with "pnpm db keys init <file>" and name the file`,
    ]);
  });

  it('R-CR-08: a key ring that others can read', async () => {
    const open = consoleFiles();
    const path = open.environment['KEY_RING_FILE'] ?? '';
    chmodSync(path, 0o644);
    expect(await refusal(open.environment)).toEqual([
      `${BEGINNING}KEY_RING_FILE: ${path} can be read by others: chmod 600 it`,
    ]);
    open.remove();
  });

  it('a PostgreSQL that is not there, under whichever of its addresses', async () => {
    const port = await freePort();
    for (const host of ['127.0.0.1', 'localhost']) {
      const [line, ...rest] = await refusal({
        ...files.environment,
        DATABASE_URL: `postgres://console:hush-hush@${host}:${port}/console`,
      });
      expect(line).toMatch(new RegExp(`^${BEGINNING}DATABASE_URL: .*ECONNREFUSED`));
      expect(line).not.toContain('hush-hush');
      expect(rest).toEqual([]);
    }
  });
});

describe('a port that somebody else holds', { timeout: 120_000 }, () => {
  let files: ConsoleFiles;
  let holder: Server;
  let held: number;
  beforeAll(async () => {
    files = consoleFiles();
    held = await freePort();
    holder = createServer();
    await new Promise<void>((done) => holder.listen(held, '127.0.0.1', done));
  });
  afterAll(() => {
    holder.close();
    files.remove();
  });

  it('is named, with what to do', async () => {
    const lines = await refusal(files.environment, held);
    expect(lines).toEqual([`${BEGINNING}PORT: ${held} is in use: stop what holds it or choose another`]);
  });

  it('is named for metrics too', async () => {
    const lines = await refusal({ ...files.environment, METRICS_PORT: String(held) });
    expect(lines.filter((line) => line.startsWith(BEGINNING))).toEqual([
      `${BEGINNING}METRICS_PORT: ${held} is in use: stop what holds it or choose another`,
    ]);
  });
});

describe('a database that another server or another key has', { timeout: 120_000 }, () => {
  it('R-CR-11: is refused in one line, and left as it is', async () => {
    const files = consoleFiles();
    const first = startConsole({ port: await freePort(), environment: files.environment });
    expect(await first.listening).toBe(true);
    expect(await refusal(files.environment)).toEqual([
      expect.stringMatching(`^${BEGINNING}DATABASE_URL: another server uses this SQLite file .*is held.*stop it`),
    ]);
    first.child.kill('SIGTERM');
    expect(await first.exited).toEqual({ code: 0, signal: null });

    const { KEY_RING_FILE: _, ...others } = files.environment;
    expect(await refusal({ ...others, KEY_RING: newKey() })).toEqual([
      expect.stringMatching(`^${BEGINNING}key "[^"]+" has sealed data in this database .*add it back$`),
    ]);
    files.remove();
  });
});
