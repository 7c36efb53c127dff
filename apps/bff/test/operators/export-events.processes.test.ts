import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSystemRandom } from '../../src/adapters/system-random.ts';
import { findAccountByLogin } from '../../src/store/logins.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { appendEvent } from '../../src/store/security-events.ts';
import { addAccounts, type ConsoleFiles, consoleFiles } from '../support/console-files.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { runCommand } from '../support/run-command.ts';

const LOGIN = 'alice@example.com';
const HOUR = 3600_000;

describe.each(['sqlite', 'postgres'] as const)('the export of events, on %s', { timeout: 120_000 }, (engine) => {
  let files: ConsoleFiles;
  let database: OpenedDatabase;
  let accountId: string;
  beforeAll(async () => {
    files = consoleFiles(engine === 'postgres' ? { DATABASE_URL: await createTestDatabase() } : {});
    await addAccounts(files.environment, [LOGIN]);
    const url = files.environment['DATABASE_URL'] ?? '';
    database = await openDatabase({ url, migrations: MIGRATIONS, as: 'command', onIdleError: () => undefined });
    accountId = (await database.single(() => findAccountByLogin(LOGIN)))?.id ?? '';
  }, 120_000);
  afterAll(async () => {
    await database.close();
    files.remove();
  });

  /** Writes an event as an instance does whose clock is off by so much; `at` is where it is put right before. */
  async function write(clockMs: number, at = clockMs): Promise<string> {
    const id = createSystemRandom({ now: () => new Date(Date.now() + clockMs) }).id();
    const event = { id, accountId, at: new Date(Date.now() + at), kind: 'signed-in', method: 'pwd' } as const;
    const none = { authenticatorKind: null, sessionId: null, client: null, reason: null, count: null, tally: null };
    await database.unit(() => appendEvent({ ...event, ...none }));
    return id;
  }
  const exported = async (...args: string[]) => {
    const { output, complaint } = await runCommand(['db', 'export-events', ...args], files.environment);
    const lines = output.split('\n').filter(Boolean);
    return { ids: lines.map((line): string => JSON.parse(line).id), complaint };
  };

  it('passes over nothing that is written behind what a fast clock wrote, however far ahead that was', async () => {
    const old = await write(-2 * HOUR);
    const farAhead = await write(24 * HOUR);
    const first = await exported('--up-to-now');
    expect(first.ids.at(-1)).not.toBe(farAhead);
    expect(first.complaint).toContain('Others were written while a clock was fast; they follow from 2');

    const slightly = await write(30_000);
    // The same process after its clock was put right: its ids go on where they were.
    const putRight = await write(3 * HOUR, 0);
    const meanwhile = await write(-90_000);
    const { ids } = await exported('--after', old, '--up-to-now');
    expect(ids).toContain(meanwhile);
    for (const ahead of [slightly, farAhead, putRight]) expect(ids).not.toContain(ahead);
  });
});
