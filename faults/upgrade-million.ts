import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { openDatabase } from '../apps/bff/src/store/open-database.ts';
import { startEmbeddedPostgres } from '../apps/bff/test/support/embedded-postgres.ts';
import { openLog } from './log.ts';

const HELP = `Usage: pnpm upgrade-million [--accounts N] [--seed N] [--engine sqlite|postgres] [--log FILE]

Fills a database of 0.1.0 with people who have two-factor on, upgrades it to the present release as a start does, and says how
long that takes and whether every row is there.`;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    engine: { type: 'string' },
    log: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const [accounts, seed] = [Number(values.accounts), Number(values.seed)];
if (values.help || !Number.isSafeInteger(accounts) || !Number.isSafeInteger(seed)) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}

const MIGRATIONS = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
const log = openLog(values.log);
const folder = mkdtempSync(join(tmpdir(), 'million-'));

type Engine = 'sqlite' | 'postgres';
type Run = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** The migrations of the first release: the first file of each engine. */
function firstMigrations(): string {
  const first = join(folder, 'first');
  cpSync(MIGRATIONS, first, { recursive: true });
  for (const engine of ['sqlite', 'postgres']) {
    const file = join(first, engine, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
  }
  return first;
}

/** How time, truth and JSON are written; all else is the same on both engines. */
function dialect(engine: Engine) {
  const isSqlite = engine === 'sqlite';
  return {
    at: isSqlite ? '1772442000000' : "timestamptz '2026-03-02 09:00:00Z'",
    yes: isSqlite ? '1' : 'true',
    json: (value: unknown) => `'${JSON.stringify(value)}'${isSqlite ? '' : '::jsonb'}`,
  };
}

/** A text as long as what the product stores, spread like chance, from the seed. */
const drawn = (salt: number) =>
  `'k1.' || ((cast(n as bigint) * 48271 + ${seed + salt}) % 2147483647) || 'aGVyZSBzdGFuZHMgd2hhdCBhIGtleSBoYXMgc2VhbGVk'`;
/** In rising order, as UUIDs of version 7 are made. */
const id = (prefix: string) => `'${prefix}019cd9ef-fe30-78b8-' || (1000000000 + n)`;

type Values = Readonly<Record<string, string>>;

/** What everybody has: an app, every third a phone; a recovery code and the one before; a session, a challenge and so on. */
function everybody(engine: Engine): readonly (readonly [table: string, values: Values, where?: string])[] {
  const { at, yes, json } = dialect(engine);
  const account_id = "'a' || n";
  const client = json({ browser: 'firefox', platform: 'linux', network: '192.0.2.0/24' });
  const app = { account_id, kind: "'app'", sealed: drawn(2), last_step: '59081400', added_at: at };
  const phone = { ...app, kind: "'phone'", phone_index: drawn(4), country: "'FR'", last_step: '0' };
  const code = { account_id, hash: drawn(5), issued_at: at, saved_at: at };
  const events = json([{ method: 'pwd', at: 1772442000000 }]);
  const session = { account_id, token_hash: drawn(7), epoch: '3', events, by_recovery: "'none'", client };
  const until = { created_at: at, expires_at: at };
  const process = { account_id, key_id: "'k1'", failed: '0', ...until };
  const login = { login: "'person-' || n || '@example.com'", name: "'Alex Martin'", language: "'fr'" };
  const password = { password_hash: drawn(1), password_changed_at: at };
  const challenge = { ...process, purpose: "'sign-in'", token_hash: drawn(9), epoch: '3', preferred: "'otp'" };
  const event = { account_id, at, client };
  return [
    ['account', { id: account_id, ...login, ...password, active: yes, security_epoch: '3', created_at: at }],
    ['authenticator', { id: id('t'), ...app }],
    ['authenticator', { id: id('f'), ...phone }, 'n % 3 = 0'],
    ['recovery_code', { id: id('r'), ...code, state: "'active'" }],
    ['recovery_code', { id: id('q'), ...code, state: "'replaced'" }],
    ['session', { id: id('s'), ...session, last_seen_at: at, ...until }],
    ['browser', { id: id('b'), account_id, token_hash: drawn(8), created_at: at, last_seen_at: at }],
    ['challenge', { id: id('c'), ...challenge, state: "'answered'" }],
    [
      'enrolment',
      { id: id('e'), ...process, session_id: id('s'), kind: "'app'", sealed: drawn(10), state: "'confirmed'" },
    ],
    ['security_event', { id: id('v'), ...event, kind: "'signed-in'", method: "'otp'" }],
    ['security_event', { id: id('w'), ...event, kind: "'authenticator-added'", authenticator_kind: "'app'" }],
  ];
}

function filling(engine: Engine): readonly string[] {
  const people = `with recursive p(n) as (select 1 union all select n + 1 from p where n < ${accounts})`;
  return everybody(engine).map(([table, values, where = '1 = 1']) => {
    const columns = Object.keys(values).join(', ');
    return `insert into ${table} (${columns}) ${people} select ${Object.values(values).join(', ')} from p where ${where}`;
  });
}

async function onEngine(engine: Engine, url: string, run: Run, size: () => Promise<number>): Promise<boolean> {
  const open = (migrations: string) => openDatabase({ url, migrations, as: 'serve', onIdleError: () => undefined });
  await (await open(firstMigrations())).close();
  const filled = performance.now();
  for (const statement of filling(engine)) await run(statement);
  const before = await counts(run);
  const rows = Object.values(before).reduce((sum, count) => sum + count, 0);
  log.say(
    `${engine}: ${accounts} accounts, ${rows} rows, ${Math.round((await size()) / 2 ** 20)} MiB, filled in ${secondsSince(filled)} s`,
  );
  const began = performance.now();
  await (await open(MIGRATIONS)).close();
  log.say(`${engine}: the first start of the present release took ${secondsSince(began)} s, migrations included`);
  const again = performance.now();
  await (await open(MIGRATIONS)).close();
  log.say(`${engine}: the next one ${secondsSince(again)} s`);
  const after = await counts(run);
  const lost = Object.entries(before).filter(([table, count]) => after[table] !== count);
  for (const [table, count] of lost) log.say(`VIOLATION ${engine}: ${table} had ${count} rows and has ${after[table]}`);
  log.say(`${engine}: ${lost.length === 0 ? 'every row is there' : 'FAILED'}`);
  return lost.length === 0;
}

const TABLES = [
  'account',
  'authenticator',
  'recovery_code',
  'session',
  'browser',
  'challenge',
  'enrolment',
  'security_event',
];

async function counts(run: Run): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of TABLES) found[table] = Number((await run(`select count(*) as n from ${table}`))[0]?.['n']);
  return found;
}

const secondsSince = (began: number) => ((performance.now() - began) / 1000).toFixed(1);

async function onSqlite(): Promise<boolean> {
  const path = join(folder, 'console.sqlite');
  const run: Run = async (sql) => {
    const file = new SqliteDatabase(path);
    // For the filling, which nobody measures.
    file.pragma('synchronous = OFF');
    file.pragma('cache_size = -524288');
    const statement = file.prepare<[], Record<string, unknown>>(sql);
    const rows = statement.reader ? statement.all() : [];
    if (!statement.reader) statement.run();
    file.close();
    return rows;
  };
  return onEngine('sqlite', `sqlite:${path}`, run, async () => statSync(path).size);
}

async function onPostgres(): Promise<boolean> {
  const server = await startEmbeddedPostgres({ durable: true });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const run: Run = async (sql) => (await client.query<Record<string, unknown>>(sql)).rows;
  const size = async () => Number((await run('select pg_database_size(current_database()) as n'))[0]?.['n']);
  try {
    return await onEngine('postgres', server.url, run, size);
  } finally {
    await client.end();
    await server.stop();
  }
}

log.say(`The upgrade of ${accounts} accounts from 0.1.0; seed ${seed}`);
log.say('');
const kept: boolean[] = [];
if (values.engine !== 'postgres') kept.push(await onSqlite());
if (values.engine !== 'sqlite') kept.push(await onPostgres());
log.save();
rmSync(folder, { recursive: true });
process.exit(kept.every(Boolean) ? 0 : 1);
