import type pg from 'pg';

const WAY_ON =
  'connect to PostgreSQL itself: every instance has a pool of its own, of ten connections at most, and needs them whole';

/**
 * Why a database cannot be used through what stands before it, or null. A pooler such as PgBouncer drops the settings of
 * a connection (time zone, limits), or lends another one for each transaction: statements that were named on one are
 * then missing on the next, and sign-ins fail one by one behind a server that says it is ready.
 * @param expected settings that a connection was asked to have, by their names in `pg_settings`.
 */
export async function poolerFault(pool: pg.Pool, expected: Readonly<Record<string, string>>): Promise<string | null> {
  let one: pg.PoolClient | null = null;
  let other: pg.PoolClient | null = null;
  try {
    one = await pool.connect();
    for (const [name, value] of Object.entries(expected)) {
      const { rows } = await one.query<{ setting: string }>('select setting from pg_settings where name = $1', [name]);
      if (rows[0]?.setting !== value) return `a pooler before the database drops the setting ${name}: ${WAY_ON}`;
    }
    const before = await backendOf(one);
    other = await pool.connect();
    // Whoever lends connections by the transaction lends out the one that has just become free.
    await other.query('begin');
    const after = await backendOf(one);
    await other.query('rollback');
    return before === after
      ? null
      : `a pooler before the database lends a connection for a transaction alone: ${WAY_ON}`;
  } catch (error) {
    if (error instanceof Error && /unsupported startup parameter/i.test(error.message))
      return `a pooler before the database refuses the settings of a connection: ${WAY_ON}`;
    throw error;
  } finally {
    // Whatever state they are in, they are not lent again.
    one?.release(true);
    other?.release(true);
  }
}

async function backendOf(client: pg.PoolClient): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid;
}
