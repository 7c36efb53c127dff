import type SqliteDatabase from 'better-sqlite3';
import type { Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';

/**
 * A group is committed at the latest after so many units, or once so much time has passed: whoever only reads and
 * operators' commands get their turn between two groups.
 */
const MOST_UNITS = 16;
const MOST_MS = 10;

/** What became of one that waited; told once its group is committed. */
type Verdict =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

interface Member {
  readonly one: Waiting;
  verdict: Verdict;
}

interface Waiting {
  readonly run: () => unknown;
  /** Whether it can be undone by itself. A single statement is all or nothing without. */
  readonly apart: boolean;
  readonly answer: (verdict: Verdict) => void;
}

type Connection = Pick<SqliteDatabase.Database, 'prepare' | 'inTransaction'>;

/**
 * Commits together all that waits for a commit at the end of the event loop's turn: one `fsync` for many units, which is
 * what a write costs (docs/decisions/0018-group-commit.md). Each unit has a savepoint of its own, so that one that is
 * undone takes nobody's writes with it; nobody is answered before the commit.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #translated: (error: unknown) => unknown;
  readonly #timers: Pick<Timers, 'elapsedMs'>;
  readonly #run: (sql: string) => void;
  #waiting: Waiting[] = [];

  /** @param translated says which errors are moments (`Unavailable`) and which are faults. */
  constructor(connection: Connection, timers: Pick<Timers, 'elapsedMs'>, translated: (error: unknown) => unknown) {
    this.#connection = connection;
    this.#translated = translated;
    this.#timers = timers;
    const prepared = new Map<string, SqliteDatabase.Statement>();
    this.#run = (sql) => {
      const known = prepared.get(sql) ?? connection.prepare(sql);
      prepared.set(sql, known);
      known.run();
    };
  }

  /** A body that is undone alone where it throws; what it throws is passed on, when the others are committed. */
  unit<R>(run: () => R): Promise<R> {
    return this.#join(run, true);
  }

  /** Statements that stay where a later one of them fails. They come after what was asked for before them. */
  write<R>(run: () => R): Promise<R> {
    return this.#join(run, false);
  }

  /** Commits what waits, before the connection is closed. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  #join<R>(run: () => R, apart: boolean): Promise<R> {
    if (this.#waiting.length === 0) setImmediate(() => this.#turn());
    return new Promise<R>((resolve, reject) => {
      const answer = (verdict: Verdict) =>
        verdict.kind === 'done' ? resolve(verdict.value as R) : reject(verdict.error);
      this.#waiting.push({ run, apart, answer });
    });
  }

  /** One group in each turn, so that what arrived meanwhile is read before the next. */
  #turn(): void {
    if (this.#waiting.length === 0) return;
    this.#commitGroup();
    if (this.#waiting.length > 0) setImmediate(() => this.#turn());
  }

  /** Whatever throws in it, each member is answered and no transaction stays open. */
  #commitGroup(): void {
    const group: Member[] = [];
    try {
      if (this.#connection.inTransaction) this.#run('rollback');
      this.#run('begin immediate');
    } catch (error) {
      // Another process writes: that concerns all who wait.
      for (const { answer } of this.#waiting.splice(0)) answer(failed(this.#translated(error)));
      return;
    }
    try {
      if (this.#fill(group)) this.#run('commit');
      for (const { one, verdict } of group) one.answer(verdict);
    } catch (error) {
      this.#rollBack();
      const nothing = unavailable(failed(this.#translated(error)));
      for (const { one } of group) one.answer(nothing);
    }
  }

  /** Runs what waits, within the group's bounds. @returns whether there is something to commit. */
  #fill(group: Member[]): boolean {
    const began = this.#timers.elapsedMs();
    const alone = this.#waiting.length === 1;
    while (group.length < MOST_UNITS && (group.length === 0 || this.#timers.elapsedMs() - began < MOST_MS)) {
      const one = this.#waiting.shift();
      if (one === undefined) break;
      const member: Member = { one, verdict: unavailable(failed(undefined)) };
      group.push(member);
      member.verdict = this.#runOne(one, alone);
      if (this.#connection.inTransaction) continue;
      // It ended the transaction, and what the others wrote with it: a full disk, a failed write, or it was alone.
      for (const other of group)
        if (other !== member || other.verdict.kind === 'done') other.verdict = unavailable(member.verdict);
      return false;
    }
    return true;
  }

  /** Throws where the savepoint itself cannot be had or left: then nobody knows what stands. */
  #runOne({ run, apart }: Waiting, alone: boolean): Verdict {
    if (apart && !alone) this.#run('savepoint unit');
    try {
      const value = run();
      if (apart && !alone && this.#connection.inTransaction) this.#run('release unit');
      return { kind: 'done', value };
    } catch (error) {
      const verdict = failed(this.#translated(error));
      if (!apart || !this.#connection.inTransaction) return verdict;
      if (alone) this.#run('rollback');
      else {
        this.#run('rollback to unit');
        this.#run('release unit');
      }
      return verdict;
    }
  }

  /** What cannot even be rolled back is tried again before the next group begins. */
  #rollBack(): void {
    try {
      if (this.#connection.inTransaction) this.#run('rollback');
    } catch {
      // SQLite has closed it already, or the next group finds it open.
    }
  }
}

const failed = (error: unknown): Verdict => ({ kind: 'failed', error });

/** What the innocent are told: nothing of theirs stands, and they may try again. */
function unavailable(verdict: Verdict): Verdict {
  const known = verdict.kind === 'failed' && verdict.error instanceof Unavailable;
  return failed(new Unavailable(known ? verdict.error.message : 'SQLITE_ABORT'));
}
