import { type Column, type GetColumnData, Param, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Row, Tables } from './schema.ts';
import type { ChallengePurpose } from './schema-values.ts';

/** What a query may be built with: nothing of one dialect only, and no nested transaction. */
export type QueryBuilder = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete'>;

export type Columns = Readonly<Record<string, Column>>;
type Bound<C extends Columns> = {
  readonly [K in keyof C]: SQL<GetColumnData<C[K]>>;
};
export type Values<C extends Columns> = {
  readonly [K in keyof C]: GetColumnData<C[K]>;
};

/** A write, before it is said what it returns. */
export interface Writing {
  returning(fields: { readonly touched: SQL }): Preparable<unknown>;
}

export interface Preparable<Row> {
  prepare(name: string): {
    execute(values: Record<string, unknown>): Promise<Row[]>;
  };
}

/**
 * One query, written once for both engines and prepared. Its parameters are declared as the columns
 * that they are compared with or stored in, which gives each its type and its encoding. It always
 * yields rows: a write names what it returns, and the number of rows is the verdict.
 */
export interface Statement<C extends Columns, Row> {
  readonly name: string;
  readonly build: (builder: QueryBuilder, tables: Tables) => Preparable<Row>;
  /** What it brings about where it touches a row; told once that is committed, whatever the statement is called. */
  tells?(values: Values<C>): Fact;
  /** Carries the parameters' types; never present at run time. */
  readonly columns?: C;
}

/** The same, where none of it is null, whatever its column takes. */
export type Whole<V> = { readonly [K in keyof V]: NonNullable<V[K]> };

/** What operators count and read of the data. */
export type Fact =
  | { readonly what: 'security-event'; readonly event: Omit<Row<'securityEvent'>, 'mendedAt'> }
  | { readonly what: 'challenge-begun'; readonly purpose: ChallengePurpose }
  | { readonly what: 'sms-verified' };

/** What a query takes. */
export type ValuesOf<Q extends (values: never) => unknown> = Parameters<Q>[0];

const byName = new Map<string, Statement<Columns, unknown>>();

/** Every statement that the modules loaded so far have defined. */
export const statements = (): Iterable<Statement<Columns, unknown>> => byName.values();

/** How one is written down: its name, its parameters by their columns, the query, and what it tells once it is committed. */
export type Query<C extends Columns, Built> = readonly [
  name: string,
  columns: (tables: Tables) => C,
  query: (builder: QueryBuilder, tables: Tables, parameter: Bound<C>) => Built,
  tells?: (values: NoInfer<Values<C>>) => Fact,
];

/** Throws at loading when the name is taken: what is prepared is kept by its name, and another query would run. */
export function statement<C extends Columns, Row>(
  ...[name, columns, query, tells]: Query<C, Preparable<Row>>
): Statement<C, Row> {
  if (byName.has(name)) throw new Error(`two statements are called ${name}`);
  const defined: Statement<C, Row> = {
    name,
    build: (builder, tables) => query(builder, tables, bind(columns(tables))),
    ...(tells && { tells }),
  };
  byName.set(name, defined);
  return defined;
}

/** A statement for each of several keys. */
export const oneForEach = <K extends string, S>(keys: readonly K[], statementOf: (key: K) => S) =>
  Object.fromEntries(keys.map((key) => [key, statementOf(key)])) as Readonly<Record<K, S>>;

function bind<C extends Columns>(columns: C): Bound<C> {
  const bound = Object.entries(columns).map(([name, column]) => {
    const encoder = {
      // drizzle's encoders do not expect null in a placeholder.
      mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)),
    };
    return [name, sql`${new Param(sql.placeholder(name), encoder)}`];
  });
  return Object.fromEntries(bound) as Bound<C>;
}
