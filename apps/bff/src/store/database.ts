import type { Column } from 'drizzle-orm';
import type { Statement, Values } from './statement.ts';

/** A query of a unit of work: named by the body, executed by whoever drives it. */
export interface Step {
  readonly statement: Statement<Readonly<Record<string, Column>>, unknown>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a body yields and returns. Every yield is one query; its rows come back in place of it. */
export type Work<R> = Generator<Step, R, unknown[]>;

/** A body that ended by undoing everything it wrote, and what it has to say. */
export class RolledBack<R> {
  readonly outcome: R;
  constructor(outcome: R) {
    this.outcome = outcome;
  }
}

/** Thrown out of a driver's transaction to make it roll back, and caught right outside of it. */
export class Undo extends Error {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super('rolled back');
    this.outcome = outcome;
  }
}

/** What a finished body returned; an undone one is thrown to the driver's transaction. */
export function concluded<R>(value: R | RolledBack<R>, undoable: boolean): R {
  if (!(value instanceof RolledBack)) return value;
  if (!undoable) throw new Error('a single statement cannot be rolled back');
  throw new Undo(value.outcome);
}

export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  /**
   * One unit of work: all or nothing. The body must not await, send or draw randomness; it returns
   * its outcome, `new RolledBack(outcome)` to undo what it wrote, or throws, which undoes it too.
   */
  unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R>;
  /** Runs each query on its own, outside any transaction: for a single read or a single conditional write. */
  single<R>(body: () => Work<R>): Promise<R>;
  close(): Promise<void>;
}

/** Names a query with its values; `yield*` gives its rows, typed. */
export function* rows<C extends Readonly<Record<string, Column>>, Row>(
  statement: Statement<C, Row>,
  values: Values<C>,
): Work<Row[]> {
  // The driver answers each step with the rows of its own statement; the generator type cannot say so.
  return (yield { statement: statement as Step['statement'], values }) as Row[];
}

/** The first row, or undefined. */
export function* first<C extends Readonly<Record<string, Column>>, Row>(
  statement: Statement<C, Row>,
  values: Values<C>,
): Work<Row | undefined> {
  return (yield* rows(statement, values))[0];
}

/** Whether a conditional write won: it touched a row. */
export function* won<C extends Readonly<Record<string, Column>>, Row>(
  statement: Statement<C, Row>,
  values: Values<C>,
): Work<boolean> {
  return (yield* rows(statement, values)).length > 0;
}
