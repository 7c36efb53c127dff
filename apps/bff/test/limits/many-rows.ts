import BetterSqlite from 'better-sqlite3';
import { getTableColumns, getTableName } from 'drizzle-orm';
import pg from 'pg';
import type { Row, Tables } from '../../src/store/schema.ts';
import { postgresTables } from '../../src/store/schema-postgres.ts';
import { sqliteTables } from '../../src/store/schema-sqlite.ts';

/** Rows of one table. */
export type RowsOf = { [T in keyof Tables]: { readonly table: T; readonly rows: readonly Row<T>[] } }[keyof Tables];

/** Writes many rows in one go, beside a server that has the database open. */
export interface Filler {
  fill(rows: RowsOf): Promise<void>;
  close(): Promise<void>;
}

/** What the table's columns are called, and what each of a row is to the driver. */
function written({ table, rows }: RowsOf, tables: Tables) {
  const columns = Object.entries(getTableColumns(tables[table]));
  const values = rows.map((row) => {
    const of = new Map<string, unknown>(Object.entries(row));
    return columns.map(([property, column]) => {
      const value = of.get(property) ?? null;
      return value === null ? null : column.mapToDriverValue(value);
    });
  });
  return { columns: columns.map(([, column]) => ({ name: column.name, type: column.getSQLType() })), values };
}

const quoted = (name: string) => `"${name}"`;

export function sqliteFiller(path: string): Filler {
  const connection = new BetterSqlite(path);
  return {
    fill: async (rows) => {
      const { columns, values } = written(rows, sqliteTables);
      const names = columns.map(({ name }) => quoted(name)).join(', ');
      const insert = connection.prepare(
        `insert into ${quoted(getTableName(sqliteTables[rows.table]))} (${names}) values (${columns.map(() => '?').join(', ')})`,
      );
      connection.transaction(() => {
        for (const row of values) insert.run(row);
      })();
    },
    close: async () => void connection.close(),
  };
}

/** One statement for all of them, each column an array of texts: a trip for each row takes hours for a million. */
export async function postgresFiller(url: string): Promise<Filler> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    fill: async (rows) => {
      const { columns, values } = written(rows, postgresTables);
      const names = columns.map(({ name }) => quoted(name)).join(', ');
      const typed = columns.map(({ name, type }) => `${quoted(name)}::${type}`).join(', ');
      const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
      await client.query(
        `insert into ${quoted(getTableName(postgresTables[rows.table]))} (${names}) select ${typed} from unnest(${arrays}) as r(${names})`,
        columns.map((_, index) => values.map((row) => row[index])),
      );
    },
    close: () => client.end(),
  };
}
