import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import SqliteDatabase from 'better-sqlite3';
import { newKey } from '../../apps/bff/src/adapters/key-ring.ts';
import { createApp } from '../../apps/bff/src/app.ts';
import { assemble } from '../../apps/bff/src/assemble.ts';
import type { PasswordHasher } from '../../apps/bff/src/deps.ts';
import { loginOf, ORIGIN, obey, PASSWORD, SECRET, tokenOf } from '../protocol.ts';

const [accounts, port] = process.argv.slice(2).map(Number) as [number, number];
const path = join(mkdtempSync(join(tmpdir(), 'bench-ours-')), 'console.sqlite');
const migrations = join(import.meta.dirname, '..', '..', 'apps', 'bff', 'migrations');
const { deps } = await assemble(
  {
    NODE_ENV: 'production',
    PUBLIC_ORIGIN: ORIGIN,
    KEY_RING: newKey('bench'),
    DATABASE_URL: `sqlite:${path}`,
    LOG_LEVEL: 'warn',
    TRUSTED_PROXIES: '127.0.0.1',
    PASSWORD_MEMORY_MIB: '19',
    PASSWORD_PASSES: '2',
    PASSWORD_LANES: '1',
  },
  'serve',
  migrations,
);

/** The real hasher, or one that takes the stored hash's word: what the step costs without its hash. */
let hashing = true;
const passwords: PasswordHasher = {
  ...deps.passwords,
  verify: (password, stored) =>
    hashing || stored === null
      ? deps.passwords.verify(password, stored)
      : Promise.resolve({ kind: 'right', needsRehash: false }),
};

const side = new SqliteDatabase(path, { timeout: 5000 });
await seed();
serve({ fetch: createApp({ ...deps, passwords }).fetch, hostname: '127.0.0.1', port }, () => process.send?.('ready'));
obey({
  hashing: (on) => {
    hashing = on;
  },
  prepare: () => {
    side.exec(
      'delete from challenge; delete from attempt; delete from throttle; update authenticator set last_step = 0; delete from session where created_at > 1;',
    );
  },
});

/** One account, one app, one recovery code and one session each; sealed and hashed as the product does it. */
async function seed(): Promise<void> {
  const now = Date.now();
  const hash = await deps.passwords.hash(PASSWORD);
  const insert = {
    account: side.prepare("insert into account values (?, ?, 'Somebody', 'en', ?, ?, 1, 1, ?, ?)"),
    authenticator: side.prepare("insert into authenticator values (?, ?, 'app', ?, null, null, 0, ?, null, null)"),
    recovery: side.prepare(
      "insert into recovery_code (id, account_id, hash, state, issued_at, saved_at) values (?, ?, ?, 'active', ?, ?)",
    ),
    session: side.prepare(
      "insert into session (id, account_id, token_hash, epoch, events, by_recovery, client, created_at, last_seen_at, expires_at) values (?, ?, ?, 1, ?, 'none', ?, 1, ?, ?)",
    ),
  };
  const client = JSON.stringify({ browser: 'chrome', platform: 'linux', network: '127.0.0.0/24' });
  side.transaction(() => {
    for (let i = 0; i < accounts; i += 1) {
      const id = deps.random.id();
      const rowId = deps.random.id();
      insert.account.run(id, loginOf(i), hash, now, now, now);
      insert.authenticator.run(
        rowId,
        id,
        deps.keys.seal(SECRET, { table: 'authenticator', column: 'sealed', accountId: id, rowId }),
        now,
      );
      insert.recovery.run(deps.random.id(), id, `bench.${deps.keys.mac('recovery-code', id) ?? ''}`, now, now);
      const events = JSON.stringify([
        { method: 'pwd', at: now },
        { method: 'otp', at: now },
      ]);
      insert.session.run(deps.random.id(), id, deps.tokens.hash(tokenOf(i)), events, client, now, now + 12 * 3600_000);
    }
  })();
}
