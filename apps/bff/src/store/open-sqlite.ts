import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { systemTimers } from '../adapters/system-timers.ts';
import type { Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { type CompiledStatement, compiler } from './compiled-statement.ts';
import {
  type Answers,
  concluded,
  type Database,
  Duplicate,
  type RolledBack,
  type Step,
  Undo,
  type Work,
} from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { isBehind, migrateSqlite } from './migrate-sqlite.ts';
import { sqliteTables } from './schema-sqlite.ts';
import type { QueryBuilder } from './statement.ts';

/** A waiting writer freezes the whole process, so it waits for a moment only; then 503. */
const BUSY_MS = 500;
/** The WAL-reset corruption is fixed from here on (sqlite.org/wal.html). */
const OLDEST_SQLITE = [3, 51, 3] as const;

export interface OpenSqlite {
  readonly path: string;
  readonly migrations: string;
  /** `serve` holds the file for one server; `command` writes beside it in short transactions. */
  readonly as: 'serve' | 'command';
  /** Refuses a missing file instead of making an empty one. */
  readonly mustExist?: boolean | undefined;
  /** How long to wait for another process that writes, in milliseconds. */
  readonly busyMs?: number;
  /** The process's own where none are given. */
  readonly timers?: Timers | undefined;
}

/** Opens, migrates and checks the file. Throws an Error whose message is one line that says what to do. */
export function openSqlite({
  path,
  migrations,
  as,
  mustExist = false,
  busyMs = BUSY_MS,
  timers = systemTimers,
}: OpenSqlite): Database & {
  readonly engine: 'sqlite';
} {
  if (mustExist && !existsSync(path)) throw new Error(missing(path));
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const release = as === 'serve' ? holdSqliteFile(path) : () => undefined;
  const connection = new SqliteDatabase(path, { timeout: busyMs });
  const orm = drizzle(connection);
  try {
    protect(path);
    configure(connection);
    migrateAlone(connection, { path, migrations, as });
    protect(path);
  } catch (error) {
    connection.close();
    release();
    throw isDamage(error) ? damaged(error.message) : error;
  }
  const prepare = preparer(connection, compiler(orm as unknown as QueryBuilder, sqliteTables));
  const group = new GroupCommit(connection, timers, translated);
  return {
    engine: 'sqlite',
    unit: async <R>(body: () => Work<R | RolledBack<R>>) => {
      try {
        return await group.unit(() => {
          const work = body();
          return ended(drive(work, work.next(), prepare, { isOver: () => !connection.inTransaction }), true);
        });
      } catch (error) {
        if (error instanceof Undo) return error.outcome as never;
        throw error;
      }
    },
    single: async <R>(body: () => Work<R>) => {
      try {
        const work = body();
        // A read waits for nobody; from its first write on the body is part of a group.
        const read = drive(work, work.next(), prepare, { goesOn: ({ reads }) => reads });
        if (read.done) return ended(read, false);
        return await group.write(() => ended(drive(work, read, prepare), false));
      } catch (error) {
        throw translated(error);
      }
    },
    close: async () => {
      group.flush();
      connection.close();
      release();
    },
  };
}

/** No server may be at work on the tables that change under it; a serving one holds its file already. */
function migrateAlone(connection: SqliteDatabase.Database, { path, migrations, as }: OpenSqlite): void {
  if (!isBehind(connection, migrations)) return;
  const release = as === 'serve' ? () => undefined : holdSqliteFile(path);
  try {
    migrateSqlite(connection, migrations);
  } finally {
    release();
  }
}

/** A statement as it is prepared once per database. */
interface Prepared {
  readonly reads: boolean;
  run(values: Step['values']): unknown[];
}

/** Prepares each statement once and runs it synchronously. */
function preparer(connection: SqliteDatabase.Database, compile: ReturnType<typeof compiler>) {
  const prepared = new Map<string, Prepared>();
  return ({ statement }: Step): Prepared => {
    const known = prepared.get(statement.name);
    if (known !== undefined) return known;
    const compiled = compile(statement);
    const { name, encode, decode } = compiled;
    const query = connection.prepare<unknown[], unknown[]>(plannedOnce(compiled)).raw();
    const made = { reads: query.readonly, run: (values: Step['values']) => query.all(...encode(values)).map(decode) };
    prepared.set(name, made);
    return made;
  };
}

/**
 * SQLite with STAT4 plans a statement anew after each binding of a parameter that is compared with an indexed column
 * (sqlite.org/c3ref/prepare.html), which costs several times the query itself. Behind a sign a parameter is an
 * expression of no affinity, as it is without, and the plan stays.
 */
export function plannedOnce({ name, sql, parameters }: CompiledStatement): string {
  const pieces = sql.split('?');
  if (pieces.length !== parameters + 1) throw new Error(`${name}: a question mark that is no parameter`);
  return pieces.join('+?');
}

type Next<R> = IteratorResult<readonly Step[], R>;

/**
 * Runs a body on from what it asks, within one turn of the event loop, so that no other request's query falls
 * inside it.
 * @param goesOn whether a step is run here; the body is left before what holds one that is not.
 * @param isOver whether a failure has ended the transaction around it: the body is not asked what to make of that.
 */
function drive<R>(
  work: Work<R>,
  from: Next<R>,
  prepare: (step: Step) => Prepared,
  { goesOn = () => true, isOver = () => false }: { goesOn?(step: Prepared): boolean; isOver?(): boolean } = {},
): Next<R> {
  let next = from;
  while (!next.done) {
    let answers: Answers;
    try {
      const asked = next.value.map((step) => ({ prepared: prepare(step), values: step.values }));
      if (!asked.every(({ prepared }) => goesOn(prepared))) return next;
      answers = asked.map(({ prepared, values }) => prepared.run(values));
    } catch (error) {
      if (isOver()) throw error;
      next = work.throw(error);
      continue;
    }
    next = work.next(answers);
  }
  return next;
}

function ended<R>(next: Next<R | RolledBack<R>>, undoable: boolean): R {
  if (!next.done) throw new Error('a body was left before its end');
  return concluded(next.value, undoable);
}

function configure(connection: SqliteDatabase.Database): void {
  const version = String(connection.prepare('select sqlite_version()').pluck().get()).split('.').map(Number);
  const tooOld = OLDEST_SQLITE.map((part, i) => (version[i] ?? 0) - part).find((difference) => difference !== 0);
  if ((tooOld ?? 0) < 0)
    throw new Error(`SQLite ${version.join('.')} can corrupt its WAL: use ${OLDEST_SQLITE.join('.')} or later`);
  connection.pragma('journal_mode = WAL');
  // better-sqlite3 is compiled with NORMAL for WAL files: a power cut could bring a used code back.
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  // A savepoint's journal beyond 64 KB would become a temporary file, and a read-only root has room for none.
  connection.pragma('temp_store = MEMORY');
  if (connection.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite did not take synchronous=FULL');
  const check = connection.pragma('quick_check(1)', { simple: true });
  if (check !== 'ok') throw damaged(String(check));
}

function isDamage(error: unknown): error is Error {
  return error instanceof SqliteDatabase.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}

const damaged = (how: string) =>
  new Error(`the database file is damaged (${how}): restore a backup with "pnpm db restore"`);

const missing = (path: string) =>
  `${path} is missing: bring it back with "pnpm db restore <file>", or make a new one with "pnpm db init"`;

/** One server per file: the lock is freed by the operating system when the process dies, kill -9 included. */
export function holdSqliteFile(file: string): () => void {
  const path = `${file}.lock`;
  const lock = new SqliteDatabase(path, { timeout: 0 });
  chmodSync(path, 0o600);
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(`another server uses this SQLite file (${path} is held): stop it, or use PostgreSQL for several`);
  }
  return () => lock.close();
}

function protect(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

/** Busy, full and unreadable are moments, not verdicts: they become 503. */
function translated(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof SqliteDatabase.SqliteError ? cause.code : '';
  if (code === 'SQLITE_CONSTRAINT_UNIQUE') return new Duplicate(code, cause);
  return /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/.test(code) ? new Unavailable(code) : error;
}
