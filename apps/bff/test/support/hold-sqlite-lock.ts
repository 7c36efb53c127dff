import SqliteDatabase from 'better-sqlite3';

/** A process of its own that holds a SQLite file's lock as it is told, and says when it does; it ends with its parent. */
export type HoldOrder =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'take' | 'release' | 'shut'; readonly path?: never };

let held: SqliteDatabase.Database | null = null;

function follow({ kind, path }: HoldOrder): void {
  // What is being written while the order comes ends by itself.
  if (kind === 'open') held = new SqliteDatabase(path, { timeout: 60_000 });
  else if (kind === 'take') held?.exec('BEGIN IMMEDIATE');
  else if (kind === 'release') held?.exec('ROLLBACK');
  else held?.close();
}

process.on('message', (order: HoldOrder) => {
  follow(order);
  process.send?.('done');
});
process.on('disconnect', () => process.exit(0));
