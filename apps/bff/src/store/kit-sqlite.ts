import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Kit } from './kit-postgres.ts';

const kit = {
  table: sqliteTable,
  text: (name: string) => text(name),
  integer: (name: string) => integer(name),
  boolean: (name: string) => integer(name, { mode: 'boolean' }),
  instant: (name: string) => integer(name, { mode: 'timestamp_ms' }),
  json: (name: string) => text(name, { mode: 'json' }),
  index: (name: string) => index(name),
  uniqueIndex: (name: string) => uniqueIndex(name),
  check,
};

/** The same builders on SQLite, cast to PostgreSQL's types: both yield the same values to the app. */
export const sqliteKit = kit as unknown as Kit;
