import { sql } from 'drizzle-orm';
import {
  type Columns,
  type Preparable,
  type Query,
  type Statement,
  statement,
  type Values,
  type Writing,
} from './statement.ts';

/** A query of a unit of work: named by the body, executed by whoever drives it. */
export interface Step {
  readonly statement: Statement<Columns, unknown>;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * What a body yields and returns. Every yield is what it asks at once: queries of which none needs another's answer, and
 * which are run in their order. The rows of each come back in place of them.
 */
export type Work<R> = Generator<readonly Step[], R, Answers>;
export type Answers = readonly (readonly unknown[])[];

/**
 * What a body says where nothing is to come of it: a refusal, or that it lost a race. Refused means undone: all that it
 * wrote is rolled back by whoever drives it, so that no body has to think of it.
 */
export interface Undone {
  readonly kind: 'refused' | 'lost';
}

/** A race that was lost: what the unit of work was for did not come about, and its caller knows what to make of that. */
export interface Lost<To> {
  readonly kind: 'lost';
  readonly to: To;
}

export const lost = <const To>(to: To): Lost<To> => ({ kind: 'lost', to });

/** What else is undone: a rehearsal, which says what would have come of it. */
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

/** Whether a body ended so that nothing of it stays. */
export function isUndone(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof RolledBack || ('kind' in value && (value.kind === 'refused' || value.kind === 'lost'));
}

/** What a finished body returned; an undone one is thrown to the driver's transaction. */
export function concluded<R>(value: R | RolledBack<R>, undoable: boolean): R {
  if (isUndone(value)) {
    if (!undoable) throw new Error('a single statement cannot be rolled back');
    throw new Undo(value instanceof RolledBack ? value.outcome : value);
  }
  return value as R;
}

/** A unique index refused what was written: somebody else wrote the same meanwhile, and all of the unit is undone. */
export class Duplicate extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super('somebody else wrote the same', { cause });
    this.name = 'Duplicate';
    this.code = code;
  }
}

export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  /**
   * One unit of work: all or nothing, and it begins with what is first asked. The body must not await, send or draw
   * randomness; it returns its outcome, which undoes what it wrote where it is `Undone`, or throws, which undoes it too.
   */
  unit<R>(body: () => Work<R | RolledBack<R>>): Promise<R>;
  /** Runs what is asked outside of any transaction: for reads, or a single conditional write. */
  single<R>(body: () => Work<R>): Promise<R>;
  close(): Promise<void>;
}

/** Names a query with its values; `yield*` gives its rows, typed. */
export function* rows<C extends Columns, Row>(statement: Statement<C, Row>, values: Values<C>): Work<Row[]> {
  const [answer = []] = yield [{ statement: statement as Step['statement'], values }];
  // The driver answers each step with the rows of its own statement; the generator type cannot say so.
  return answer as Row[];
}

/** What stands among works where there is nothing to ask. */
// biome-ignore lint/correctness/useYield: a work that asks nothing is one all the same.
export function* nothing(): Work<undefined> {
  return undefined;
}

type Outcomes<Works extends readonly Work<unknown>[]> = {
  -readonly [K in keyof Works]: Works[K] extends Work<infer R> ? R : never;
};

/**
 * Several works of which none needs another's answer: what each asks next is asked in one round trip. It is run in the
 * order of the arguments, which is therefore the order in which rows are locked. One that fails ends them all.
 */
export function* together<const Works extends readonly Work<unknown>[]>(...works: Works): Work<Outcomes<Works>> {
  const under = works.map((work) => ({ work, next: work.next() }));
  for (;;) {
    const asking = under.flatMap((one) => (one.next.done ? [] : [{ one, steps: one.next.value }]));
    if (asking.length === 0) break;
    const answers = yield asking.flatMap(({ steps }) => steps);
    let from = 0;
    for (const { one, steps } of asking) {
      one.next = one.work.next(answers.slice(from, from + steps.length));
      from += steps.length;
    }
  }
  return under.map(({ next }) => next.value) as Outcomes<Works>;
}

/** The same work, where somebody else puts what it asks. */
export function* through<R>(work: Work<R>, ask: (steps: readonly Step[]) => Work<Answers>): Work<R> {
  let next = work.next();
  while (!next.done) {
    let answers: Answers;
    try {
      answers = yield* ask(next.value);
    } catch (error) {
      next = work.throw(error);
      continue;
    }
    next = work.next(answers);
  }
  return next.value;
}

/** The first row, or undefined. */
export function* first<C extends Columns, Row>(statement: Statement<C, Row>, values: Values<C>): Work<Row | undefined> {
  return (yield* rows(statement, values))[0];
}

/** A query as whoever asks it has it: its values by their names. */
type Asked<C extends Columns, Answer> = (values: Values<C>) => Work<Answer>;

/** A row that a listing answers with. */
export type RowOf<Q extends (values: never) => Work<readonly unknown[]>> =
  ReturnType<Q> extends Work<readonly (infer R)[]> ? Readonly<R> : never;

/** A query that answers with its rows. */
export function lists<C extends Columns, Row>(...query: Query<C, Preparable<Row>>): Asked<C, Row[]> {
  const asked = statement(...query);
  return (values) => rows(asked, values);
}

/** A query that answers with its first row, or undefined. */
export function finds<C extends Columns, Row>(...query: Query<C, Preparable<Row>>): Asked<C, Row | undefined> {
  const asked = statement(...query);
  return (values) => first(asked, values);
}

/** A write that answers with how many rows it touched: a row for each is all that it returns. */
export function counts<C extends Columns>(...[name, columns, write, tells]: Query<C, Writing>): Asked<C, number> {
  const asked = statement(name, columns, (...of) => write(...of).returning({ touched: sql`1` }), tells);
  return function* (values) {
    return (yield* rows(asked, values)).length;
  };
}

/** A conditional write, which answers with whether it won: it touched a row. */
export function writes<C extends Columns>(...write: Query<C, Writing>): Asked<C, boolean> {
  const touched = counts(...write);
  return function* (values) {
    return (yield* touched(values)) > 0;
  };
}
