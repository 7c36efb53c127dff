import { desc, eq, getTableColumns, gt, lte } from 'drizzle-orm';
import { counts, lists, type Work, writes } from './database.ts';
import type { Row } from './schema.ts';

/** A running server and the keys that it holds. */
export type InstanceRow = Row<'instance'>;

/** Writes a server down, or that it is still there. */
export const announceInstanceRow = writes(
  'instance_announce',
  ({ instance: i }) => getTableColumns(i),
  (db, { instance: i }, p) =>
    db
      .insert(i)
      .values(p)
      .onConflictDoUpdate({ target: i.id, set: { seenAt: p.seenAt } }),
);

const seen = lists(
  'instance_seen_since',
  ({ instance: i }) => ({ since: i.seenAt }),
  (db, { instance: i }, p) => db.select().from(i).where(gt(i.seenAt, p.since)).orderBy(desc(i.startedAt), i.id),
);

/** Two missed words and some: who was not heard of since is taken for gone. */
export const SEEN_WITHIN_MS = 150_000;

/** The servers that were heard of lately. One that was killed is still among them for up to three minutes. */
export function listRunningInstances(now: Date): Work<InstanceRow[]> {
  return seen({ since: new Date(now.getTime() - SEEN_WITHIN_MS) });
}

/** A server that stops in good order says so. */
export const withdrawInstanceRow = writes(
  'instance_withdraw',
  ({ instance: i }) => ({ id: i.id }),
  (db, { instance: i }, p) => db.delete(i).where(eq(i.id, p.id)),
);

/** Those that were killed never withdrew. */
export const forgetInstances = counts(
  'instance_forget',
  ({ instance: i }) => ({ before: i.seenAt }),
  (db, { instance: i }, p) => db.delete(i).where(lte(i.seenAt, p.before)),
);
