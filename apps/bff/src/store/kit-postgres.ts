import { boolean, check, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/** Column builders of PostgreSQL. Its types are the canonical ones: what only one driver can do does not compile. */
export const postgresKit = {
  table: pgTable,
  text: (name: string) => text(name),
  integer: (name: string) => integer(name),
  boolean: (name: string) => boolean(name),
  instant: (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' }),
  json: <T>(name: string) => jsonb(name).$type<T>(),
  index: (name: string) => index(name),
  uniqueIndex: (name: string) => uniqueIndex(name),
  check,
};

export type Kit = typeof postgresKit;
