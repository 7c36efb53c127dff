import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { openDatabase } from '../../src/store/open-database.ts';

/*
 * Starts as a release does and is killed, as by kill -9 or a power cut, when the database is asked for the n-th time:
 *   <url> <migrations> <n>
 * Ends with 0 where there was no n-th time.
 */
const [url = '', migrations = '', nth = ''] = process.argv.slice(2);
let left = Number(nth);

function dieWhenDue(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

/** Before a question and right after it was sent: on PostgreSQL nobody heard the answer then. */
function deadly<This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result) {
  return function (this: This, ...args: Args): Result {
    dieWhenDue();
    const result = method.apply(this, args);
    dieWhenDue();
    return result;
  };
}

SqliteDatabase.prototype.exec = deadly(SqliteDatabase.prototype.exec);
// Its overloads are more than a type can carry over.
Object.assign(pg.Client.prototype, { query: deadly(pg.Client.prototype.query as (...args: unknown[]) => unknown) });

const opened = await openDatabase({ url, migrations, as: 'serve', onIdleError: () => undefined });
left = 0;
await opened.close();
