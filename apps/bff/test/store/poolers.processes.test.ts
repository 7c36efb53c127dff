import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../../scripts/free-port.ts';
import { assemble } from '../../src/assemble.ts';
import { RefusedToStart } from '../../src/refused-to-start.ts';
import { missingProgram } from '../support/debian-package.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { ended, startProxy } from '../support/proxy-process.ts';
import { freshKey } from '../support/world.ts';

const missing = missingProgram('pgbouncer');
if (missing !== null) process.stdout.write(`Not tested: ${missing}\n`);
const IGNORED = 'options,statement_timeout,lock_timeout,idle_in_transaction_session_timeout';

describe('PgBouncer before the database', { timeout: 60_000 }, () => {
  let pooler: ChildProcess | null = null;
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
    chmodSync(made, 0o755);
    return made;
  };
  afterEach(async () => {
    if (pooler !== null) await ended(pooler);
    pooler = null;
  });

  /** The real one in front of a database of its own; returns the address through it. */
  async function behind(mode: string, ignored: string, roleSettings: readonly string[] = []): Promise<string> {
    const database = new URL(await createTestDatabase());
    const name = database.pathname.slice(1);
    const client = new pg.Client({ connectionString: database.href });
    await client.connect();
    for (const setting of roleSettings) await client.query(`alter database ${name} set ${setting}`);
    await client.end();
    const place = folder();
    const port = await freePort();
    writeFileSync(
      join(place, 'pgbouncer.ini'),
      `[databases]
${name} = host=127.0.0.1 port=${database.port} user=postgres password=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 5
${ignored === '' ? '' : `ignore_startup_parameters = ${ignored}`}
`,
      { mode: 0o644 },
    );
    const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
    pooler = await startProxy('pgbouncer', [...asNobody, join(place, 'pgbouncer.ini')], port);
    pooler.once('exit', () => rmSync(place, { recursive: true, force: true }));
    return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
  }

  async function start(url: string): Promise<readonly string[]> {
    try {
      const environment = {
        NODE_ENV: 'test',
        PUBLIC_ORIGIN: ORIGIN,
        DATABASE_URL: url,
        KEY_RING: freshKey(),
        LOG_LEVEL: 'error',
      };
      await (await assemble(environment, 'serve', MIGRATIONS)).close();
      return [];
    } catch (error) {
      if (error instanceof RefusedToStart) return error.lines;
      throw error;
    }
  }

  it.skipIf(missing !== null).each([
    ['transaction', '', []],
    ['session', '', []],
    ['statement', IGNORED, []],
    ['transaction', IGNORED, []],
    ['session', IGNORED, []],
    ['transaction', IGNORED, ["timezone = 'UTC'", 'statement_timeout = 3000', 'lock_timeout = 1000']],
  ])(
    'D030: in %s mode, ignoring "%s": the start ends with one line that says what to do',
    async (mode, ignored, settings) => {
      const lines = await start(await behind(mode, ignored, settings));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^DATABASE_URL: a pooler before the database .*: connect to PostgreSQL itself/);
    },
  );

  it.skipIf(missing !== null)('D030: in session mode with the settings at the database it works', async () => {
    const settings = ["timezone = 'UTC'", 'statement_timeout = 3000', 'lock_timeout = 1000'];
    expect(await start(await behind('session', IGNORED, settings))).toEqual([]);
  });

  it('without one a start is as ever', async () => {
    expect(await start(await createTestDatabase())).toEqual([]);
  });
});
