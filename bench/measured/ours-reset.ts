import SqliteDatabase from 'better-sqlite3';
import type { Deps } from '../../apps/bff/src/deps.ts';
import { consoleRequire } from '../console.ts';
import { renew } from './ours-accounts.ts';

/** What a round leaves: its processes, counts and sessions, and what it spent. */
const LEFT_OVERS = [
  'delete from challenge',
  'delete from enrolment',
  'delete from attempt',
  'delete from throttle',
  'delete from sms_message',
  'delete from send_lock',
  'delete from browser',
  "delete from session where browser_id is not null or account_id like 'plain-%'",
  "delete from authenticator where account_id like 'plain-%'",
  "delete from recovery_code where account_id like 'plain-%' or account_id like 'phone-%'",
  "update account set security_epoch = 1 where id like 'plain-%' or id like 'phone-%'",
  'update authenticator set last_step = 0, last_used_at = null where last_step > 0 or last_used_at is not null',
].join(';');

let run: ((sql: string) => Promise<unknown>) | null = null;

/** Brings the database back to what it was filled with; not measured. */
export async function reset(url: string, deps: Deps): Promise<void> {
  run ??= url.startsWith('sqlite:') ? sqlite(url.slice('sqlite:'.length)) : postgres(url);
  await run(LEFT_OVERS);
  await deps.database.unit(() => renew(deps));
}

function sqlite(path: string) {
  const connection = new SqliteDatabase(path, { timeout: 5000 });
  return async (sql: string) => connection.exec(sql);
}

function postgres(url: string) {
  const { Pool } = consoleRequire('pg') as { Pool: new (options: object) => { query(sql: string): Promise<unknown> } };
  const pool = new Pool({ connectionString: url, max: 1 });
  return (sql: string) => pool.query(sql);
}
