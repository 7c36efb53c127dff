import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/** An operator's command may wait: it holds up nobody but itself. */
const PATIENCE_MS = 10_000;
/** Faults that are listed; one is enough to restore a backup. */
const MOST_FAULTS = 20;

/**
 * Copies the database as it stands at one instant, while a server writes to it: `VACUUM INTO` reads a snapshot
 * and keeps no writer waiting. (The backup interface begins again whenever another process writes.)
 * @param target must not exist; readable by its owner alone, and on the disk when this returns.
 */
export function copySqlite(path: string, target: string): void {
  const umask = process.umask(0o077);
  const connection = new SqliteDatabase(path, { fileMustExist: true, timeout: PATIENCE_MS });
  try {
    connection.prepare('VACUUM INTO ?').run(target);
  } finally {
    connection.close();
    process.umask(umask);
  }
  chmodSync(target, 0o600);
  flush(target);
}

/** What SQLite finds wrong with the file and its references: nothing in a sound one. */
export function sqliteFaults(path: string): string[] {
  const connection = new SqliteDatabase(path, { fileMustExist: true, timeout: PATIENCE_MS });
  try {
    const lines = connection.prepare<[], string>(`pragma integrity_check(${MOST_FAULTS})`).pluck().all();
    const strays = connection.prepare<[], { table: string }>('pragma foreign_key_check').all().slice(0, MOST_FAULTS);
    return [
      ...lines.filter((line) => line !== 'ok'),
      ...strays.map(({ table }) => `a row of ${table} belongs to no account`),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : 'the file cannot be read'];
  } finally {
    connection.close();
  }
}

/** Leaves one file without a journal beside it, wholly on the disk. */
export function settleSqlite(path: string): void {
  const connection = new SqliteDatabase(path, { fileMustExist: true, timeout: PATIENCE_MS });
  connection.pragma('journal_mode = DELETE');
  connection.close();
  flush(path);
}

/**
 * Puts a prepared file in the place of the database, which no server may have open. What was there is kept
 * beside it. Its journal goes first: left behind, SQLite would replay it into the new file.
 * @returns where the old one is, or null when there was none.
 */
export function exchangeSqlite(prepared: string, path: string, label: string): string | null {
  const kept = `${path}.${label}`;
  const owner = existsSync(path) ? statSync(path) : statSync(dirname(path));
  const had = existsSync(path);
  if (had) settleIfSound(path);
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${kept}${suffix}`);
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${prepared}${suffix}`, { force: true });
  giveTo(prepared, owner);
  renameSync(prepared, path);
  giveTo(`${path}.lock`, owner);
  flush(dirname(path));
  return had ? kept : null;
}

/** So that the kept file is whole by itself; a damaged one keeps its journal. */
function settleIfSound(path: string): void {
  try {
    settleSqlite(path);
  } catch {
    // It is kept as it is.
  }
}

/** Run by root, a command must not leave files that the server's own user cannot open. */
function giveTo(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  if (process.getuid?.() === 0 && existsSync(path)) chownSync(path, uid, gid);
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
