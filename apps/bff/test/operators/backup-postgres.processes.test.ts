import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../../../faults/postgres-cluster.ts';
import { missingProgram } from '../support/debian-package.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { json, runCommand } from '../support/run-command.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
import { freshKey } from '../support/world.ts';

const run = promisify(execFile);
const missing = missingProgram('pg_dump', 'postgresql') ?? missingProgram('pg_ctlcluster', 'postgresql');
if (missing !== null) process.stdout.write(`Not tested: ${missing}\n`);
/** A bare sign of per cent, which the server's driver takes as it is. */
const PASSWORD = 'pa%zz 100%';

describe('one address for the server and for backups', { timeout: 120_000 }, () => {
  let cluster: Cluster;
  let folder: string;
  let environment: Record<string, string>;
  const urlFor = (url: string) => {
    const { port, pathname } = new URL(url);
    return `postgres://console:${PASSWORD}@localhost:${port}${pathname}?sslmode=verify-full`;
  };

  beforeAll(async () => {
    if (missing !== null) return;
    cluster = await startCluster();
    folder = mkdtempSync(join(tmpdir(), 'backup-'));
    const url = await cluster.createDatabase();
    await demandTlsAndPassword(url);
    writeFileSync(join(folder, 'roots.pem'), SELF_SIGNED.cert);
    environment = {
      PUBLIC_ORIGIN: ORIGIN,
      KEY_RING: freshKey(),
      DATABASE_URL: urlFor(url),
      NODE_EXTRA_CA_CERTS: join(folder, 'roots.pem'),
      NODE_ENV: 'production',
    };
    expect(await runCommand(['db', 'init'], environment)).toMatchObject({ code: 0 });
  }, 300_000);
  afterAll(async () => {
    if (missing !== null) return;
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  async function demandTlsAndPassword(url: string): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ hba: string; data: string }>(
      "select current_setting('hba_file') as hba, current_setting('data_directory') as data",
    );
    const { hba = '', data = '' } = rows[0] ?? {};
    const owner = statSync(data);
    for (const [name, text] of [
      ['server.key', SELF_SIGNED.key],
      ['server.crt', SELF_SIGNED.cert],
    ] as const) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      chmodSync(join(data, name), 0o600);
      if (process.getuid?.() === 0) chownSync(join(data, name), owner.uid, owner.gid);
    }
    const rules = 'hostssl all console 127.0.0.1/32 scram-sha-256\nhostssl all console ::1/128 scram-sha-256\n';
    writeFileSync(hba, `${rules}hostnossl all console all reject\n${readFileSync(hba, 'utf8')}`);
    appendFileSync(join(dirname(hba), 'postgresql.auto.conf'), '');
    await client.query('alter system set ssl = on');
    await client.query(`create role console login superuser password '${PASSWORD}'`);
    await client.query('select pg_reload_conf()');
    await client.end();
  }

  it.skipIf(missing !== null)(
    'D033: verify-full and a sign of per cent in the password: backed up and restored',
    async () => {
      const file = join(folder, 'console.dump');
      // What a try that was cut off once left behind.
      writeFileSync(`${file}.partial`, 'half');
      expect(await runCommand(['db', 'backup', file], environment)).toMatchObject({ code: 0 });
      expect(existsSync(`${file}.partial`)).toBe(false);
      const empty = { ...environment, DATABASE_URL: urlFor(await cluster.createDatabase()) };
      expect(await runCommand(['db', 'restore', file], empty)).toMatchObject({ code: 0 });
      expect(json(await runCommand(['db', 'check', '--json'], empty))).toBeTruthy();
    },
  );

  it.skipIf(missing !== null)('D033: a backup that failed leaves nothing in the way of the next', async () => {
    const file = join(folder, 'second.dump');
    const wrong = { ...environment, DATABASE_URL: (environment['DATABASE_URL'] ?? '').replace('100%@', '99%@') };
    const failed = await runCommand(['db', 'backup', file], wrong);
    expect([failed.code, failed.complaint]).toEqual([1, expect.stringContaining('password authentication failed')]);
    expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
    const stranger = { ...environment, NODE_EXTRA_CA_CERTS: '' };
    expect(await runCommand(['db', 'backup', file], stranger)).toMatchObject({ code: 1 });
    expect(await runCommand(['db', 'backup', file], environment)).toMatchObject({ code: 0 });
  });

  it.skipIf(missing !== null)('D033: the commands that the documents give for containers do the same', async () => {
    const documents = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'deploying.md');
    const commands = [...readFileSync(documents, 'utf8').matchAll(/^docker compose exec -T database (.+)$/gm)];
    expect(commands.map(([, command]) => command?.split(' ')[0])).toEqual(['pg_dump', 'createdb', 'pg_restore']);
    const { port, pathname } = new URL((environment['DATABASE_URL'] ?? '').replaceAll('%', '%25'));
    const env = { ...process.env, PGHOST: 'localhost', PGPORT: port, PGPASSWORD: PASSWORD, PGSSLMODE: 'require' };
    for (const [, command = ''] of commands) {
      const here = command.replace(/ console( |$)/, ` ${pathname.slice(1)}$1`);
      // Never waited for with the process at a stand: the way to the database leads through it.
      await run('sh', ['-c', here], { cwd: folder, env });
    }
    const restored = (environment['DATABASE_URL'] ?? '').replace(pathname, '/restored');
    const back = { ...environment, DATABASE_URL: restored };
    expect(await runCommand(['db', 'after-restore'], back)).toMatchObject({ code: 0 });
    expect(await runCommand(['db', 'check'], back)).toMatchObject({ code: 0 });
  });
});
