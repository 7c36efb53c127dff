import { desc, eq, gt, lte } from 'drizzle-orm';
import { rows, type Work, won } from './database.ts';
import { statement } from './statement.ts';

/** A running server and the keys that it holds. */
export interface InstanceRow {
  readonly id: string;
  readonly name: string;
  readonly primaryKeyId: string;
  readonly keyIds: readonly string[];
  /** What it runs; null: the first release, which does not say. */
  readonly release: string | null;
  readonly startedAt: Date;
  readonly seenAt: Date;
}

const announce = statement(
  'instance_announce',
  ({ instance: i }) => ({
    id: i.id,
    name: i.name,
    primaryKeyId: i.primaryKeyId,
    keyIds: i.keyIds,
    release: i.release,
    startedAt: i.startedAt,
    seenAt: i.seenAt,
  }),
  (db, { instance: i }, p) =>
    db
      .insert(i)
      .values(p)
      .onConflictDoUpdate({ target: i.id, set: { seenAt: p.seenAt } })
      .returning({ id: i.id }),
);

/** Writes a server down, or that it is still there. */
export function announceInstanceRow(row: InstanceRow): Work<boolean> {
  return won(announce, row);
}

const seen = statement(
  'instance_seen_since',
  ({ instance: i }) => ({ since: i.seenAt }),
  (db, { instance: i }, p) => db.select().from(i).where(gt(i.seenAt, p.since)).orderBy(desc(i.startedAt), i.id),
);

export function listInstances(since: Date): Work<InstanceRow[]> {
  return rows(seen, { since });
}

const withdraw = statement(
  'instance_withdraw',
  ({ instance: i }) => ({ id: i.id }),
  (db, { instance: i }, p) => db.delete(i).where(eq(i.id, p.id)).returning({ id: i.id }),
);

/** A server that stops in good order says so. */
export function withdrawInstanceRow(id: string): Work<boolean> {
  return won(withdraw, { id });
}

const forget = statement(
  'instance_forget',
  ({ instance: i }) => ({ before: i.seenAt }),
  (db, { instance: i }, p) => db.delete(i).where(lte(i.seenAt, p.before)).returning({ id: i.id }),
);

/** Those that were killed never withdrew. */
export function* forgetInstances(before: Date): Work<number> {
  return (yield* rows(forget, { before })).length;
}
