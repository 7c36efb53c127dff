import { existsSync, readFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';

/** What was written to a SQLite database. */
export interface Written {
  /** Each is an `fsync`. */
  readonly commits: number;
  readonly pages: number;
}

const HEADER = 32;
const FRAME_HEADER = 24;

/** Empties the write-ahead log, so that what is in it next was written since. */
export function emptyLog(path: string): void {
  const connection = new SqliteDatabase(path, { fileMustExist: true });
  try {
    const [{ busy } = { busy: 1 }] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (busy !== 0) throw new Error('the log is in use');
  } finally {
    connection.close();
  }
}

/** Reads the write-ahead log itself (sqlite.org/fileformat2.html §4): a frame for each page, the last of a commit marked. */
export function readLog(path: string): Written {
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0);
  if (log.length < HEADER) return { commits: 0, pages: 0 };
  const frame = FRAME_HEADER + log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let [commits, pages] = [0, 0];
  for (let at = HEADER; at + frame <= log.length; at += frame) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) break;
    pages += 1;
    if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return { commits, pages };
}
