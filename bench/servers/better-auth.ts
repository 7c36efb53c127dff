import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { symmetricEncrypt } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins';
import SqliteDatabase from 'better-sqlite3';
import { Hono } from 'hono';
import { ARGON2, loginOf, ORIGIN, obey, PASSWORD, tokenOf } from '../protocol.ts';

const AUTH_SECRET = 'a secret of the benchmark, at least 32 characters';

/** The peer, set to the same durability and the same password hash; its rate limit is off. */
const [accounts, port] = process.argv.slice(2).map(Number) as [number, number];
const db = new SqliteDatabase(join(mkdtempSync(join(tmpdir(), 'bench-peer-')), 'peer.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');

let hashing = true;
const auth = betterAuth({
  database: db,
  secret: AUTH_SECRET,
  baseURL: ORIGIN,
  trustedOrigins: [ORIGIN],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => hash(password, ARGON2),
      verify: async ({ hash: stored, password }) => !hashing || verify(stored, password),
    },
  },
  plugins: [twoFactor()],
});
await (await getMigrations(auth.options)).runMigrations();
await seed();

const app = new Hono().on(['GET', 'POST'], '/api/auth/*', (c) => auth.handler(c.req.raw));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => process.send?.('ready'));
obey({
  hashing: (on) => {
    hashing = on;
  },
  // Its codes can be used again, so there is nothing to undo but what has piled up.
  prepare: () => {
    db.exec("delete from verification; delete from session where token not like 'seed-%'");
  },
});

/** One account by its own API, the others as copies of its rows. */
async function seed(): Promise<void> {
  await auth.api.signUpEmail({ body: { email: loginOf(0), password: PASSWORD, name: 'Somebody' } });
  db.exec('delete from session');
  const prototype = db.prepare('select id from user').get() as { id: string };
  db.prepare('update user set twoFactorEnabled = 1 where id = ?').run(prototype.id);
  const sealed = await symmetricEncrypt({ key: AUTH_SECRET, data: '12345678901234567890' });
  const now = new Date().toISOString();
  const later = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const columns = (table: string) =>
    (db.pragma(`table_info("${table}")`) as { name: string }[]).map((column) => column.name);
  const copyOf = (table: string, row: Record<string, unknown>) => {
    const names = columns(table);
    const insert = db.prepare(
      `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
    );
    return (changes: Record<string, unknown>) =>
      insert.run(names.map((name) => ({ ...row, ...changes })[name] ?? null));
  };
  const user = copyOf('user', db.prepare('select * from user').get() as Record<string, unknown>);
  const account = copyOf('account', db.prepare('select * from account').get() as Record<string, unknown>);
  const factor = copyOf('twoFactor', { secret: sealed, backupCodes: sealed, verified: 1 });
  const session = copyOf('session', {
    expiresAt: later,
    createdAt: now,
    updatedAt: now,
    ipAddress: '127.0.0.1',
    userAgent: 'bench',
  });
  db.transaction(() => {
    for (let i = 0; i < accounts; i += 1) {
      const id = i === 0 ? prototype.id : `user-${i}`;
      if (i > 0) {
        user({ id, email: loginOf(i), twoFactorEnabled: 1 });
        account({ id: `account-${i}`, userId: id, accountId: id });
      }
      factor({ id: `factor-${i}`, userId: id });
      session({ id: `session-${i}`, userId: id, token: `seed-${tokenOf(i)}` });
    }
  })();
}
