import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { getTableColumns, getTableName } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { postgresTables } from '../../src/store/schema-postgres.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';

type Row = Readonly<Record<string, unknown>>;

/** How PostgreSQL's types are kept on SQLite. */
const KEPT_AS: Readonly<Record<string, string>> = {
  text: 'text',
  integer: 'integer',
  boolean: 'integer',
  'timestamp with time zone': 'integer',
  jsonb: 'text',
};

describe('the two migration folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  let sqlite: SqliteDatabase.Database;
  let postgres: pg.Client;
  const fromSqlite = (query: string): Row[] => sqlite.prepare<[], Row>(query).all();
  const fromPostgres = async (query: string): Promise<Row[]> => (await postgres.query<Row>(query)).rows;

  beforeAll(async () => {
    const path = join(folder, 'console.sqlite');
    await openSqlite({ path, migrations: join(MIGRATIONS, 'sqlite'), as: 'command' }).close();
    sqlite = new SqliteDatabase(path, { readonly: true });
    const url = await createTestDatabase();
    const onIdleError = () => undefined;
    await (await openPostgres({ url, migrations: join(MIGRATIONS, 'postgres'), onIdleError })).close();
    postgres = new pg.Client({ connectionString: url });
    await postgres.connect();
  });
  afterAll(async () => {
    sqlite.close();
    await postgres.end();
    rmSync(folder, { recursive: true });
  });

  it('give the same tables and columns, which are those of the schema', async () => {
    const columns = fromSqlite(
      `select m.name as "table", c.name as "column", lower(c.type) as type, c."notnull" or c.pk > 0 as required
         from sqlite_master m join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like '\\_\\_%' escape '\\' and m.name not like 'sqlite%'
        order by m.name, c.name`,
    );
    const canonical = await fromPostgres(
      `select table_name as "table", column_name as "column", data_type as type, is_nullable = 'NO' as required
         from information_schema.columns where table_schema = 'public' order by table_name, column_name`,
    );
    const byName = (list: readonly Row[]) => list.map((row) => `${row['table']}.${row['column']}`).sort();
    const kept = canonical.map((row) => ({
      ...row,
      type: KEPT_AS[String(row['type'])],
      required: row['required'] === true ? 1 : 0,
    }));
    const sorted = (list: readonly Row[]) => list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(sorted(columns)).toEqual(sorted(kept));
    const written = Object.values(postgresTables).flatMap((table) =>
      Object.values(getTableColumns(table)).map((column) => `${getTableName(table)}.${column.name}`),
    );
    expect(byName(columns)).toEqual(written.sort());
  });

  it('give the same indexes: their columns, whether they are unique, and which are partial', async () => {
    const indexes = fromSqlite(
      `select i.name, m.name as "table", i."unique", i.partial,
              (select group_concat(name) from (select name from pragma_index_info(i.name) order by seqno)) as columns
         from sqlite_master m join pragma_index_list(m.name) i
        where m.type = 'table' and i.origin = 'c' order by i.name`,
    );
    const canonical = await fromPostgres(
      `select c.relname as name, t.relname as "table", i.indisunique::int as "unique",
              (i.indpred is not null)::int as partial,
              (select string_agg(a.attname, ',' order by k.ord)
                 from unnest(i.indkey) with ordinality k(attnum, ord)
                 join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum) as columns
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         join pg_namespace n on n.oid = t.relnamespace
        where n.nspname = 'public' and not i.indisprimary order by c.relname collate "C"`,
    );
    expect(indexes).toEqual(canonical);
    const unique = indexes
      .filter((one) => one['unique'] === 1)
      .map((one) => [one['name'], one['columns'], one['partial']]);
    expect(unique).toEqual([
      ['account_login', 'login', 0],
      ['attempt_bucket', 'account_id,bucket', 0],
      ['authenticator_credential', 'credential_index', 1],
      ['authenticator_kind', 'account_id,kind', 0],
      ['browser_token', 'token_hash,account_id', 0],
      ['challenge_token', 'token_hash', 0],
      ['enrolment_open', 'session_id,kind', 1],
      ['password_link_account', 'account_id', 0],
      ['password_link_token', 'token_hash', 0],
      ['recovery_code_active', 'account_id', 1],
      ['security_event_tally', 'account_id,tally', 0],
      ['session_token', 'token_hash', 0],
      ['sms_alarm_subject', 'kind,subject', 0],
      ['sms_provider', 'provider_id', 0],
    ]);
  });

  it('D008: give the same checks on closed sets', async () => {
    const made = fromSqlite("select sql from sqlite_master where type = 'table' and sql like '%CHECK(%'");
    const checks = made.flatMap(({ sql }) => [...String(sql).matchAll(/CONSTRAINT "(\w+)" CHECK\((.+)\)/g)]);
    const named = checks.map(([, name = '', condition = '']) => [name, condition.match(/'[^']+'/g)]);
    const canonical = await fromPostgres(
      `select conname as name, pg_get_constraintdef(oid) as condition from pg_constraint
        where contype = 'c' and connamespace = 'public'::regnamespace order by conname`,
    );
    const canonicalNamed = canonical.map(({ name, condition }) => [name, String(condition).match(/'[^']+'/g)]);
    expect(named.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual(canonicalNamed);
    expect(canonicalNamed.map(([name]) => name)).toEqual([
      'authenticator_kind_known',
      'challenge_purpose_known',
      'challenge_state_known',
      'enrolment_kind_known',
      'enrolment_state_known',
      'recovery_code_state_known',
      'session_by_recovery_known',
    ]);
  });

  it('give the same primary keys and references, which all cascade from the account', async () => {
    const keys = fromSqlite(
      `select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
        where m.type = 'table' and c.pk > 0 and m.name not like '\\_\\_%' escape '\\' and m.name not like 'sqlite%'
        order by m.name`,
    );
    const canonicalKeys = await fromPostgres(
      `select t.relname as "table", a.attname as "column" from pg_index i join pg_class t on t.oid = i.indrelid
         join pg_namespace n on n.oid = t.relnamespace
         join pg_attribute a on a.attrelid = t.oid and a.attnum = any(i.indkey)
        where n.nspname = 'public' and i.indisprimary order by t.relname collate "C"`,
    );
    expect(keys).toEqual(canonicalKeys);
    const references = fromSqlite(
      `select m.name as "table", f."table" as target, f."from" as "column", lower(f.on_delete) as removal
         from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' order by m.name`,
    );
    const canonicalReferences = await fromPostgres(
      `select t.relname as "table", r.relname as target, a.attname as "column",
              case c.confdeltype when 'c' then 'cascade' else c.confdeltype::text end as removal
         from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
         join pg_attribute a on a.attrelid = t.oid and a.attnum = any(c.conkey)
        where c.contype = 'f' order by t.relname collate "C"`,
    );
    expect(references).toEqual(canonicalReferences);
    expect(references.every((one) => one['target'] === 'account' && one['removal'] === 'cascade')).toBe(true);
  });
});
