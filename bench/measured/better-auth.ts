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
import {
  ARGON2,
  EXTRA_ACCOUNTS,
  loginOf,
  ORIGIN,
  obey,
  PASSWORD,
  phoneLoginOf,
  plainLoginOf,
  plainTokenOf,
  recoveryCodeOf,
  tokenOf,
} from '../protocol.ts';

const AUTH_SECRET = 'a secret of the benchmark, at least 32 characters';

/** The peer, set to the same durability and the same password hash; its rate limit is off. */
const [accounts, port] = process.argv.slice(2).map(Number) as [number, number];
const db = new SqliteDatabase(join(mkdtempSync(join(tmpdir(), 'bench-peer-')), 'peer.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');

let hashing = true;
let codes: Record<number, string> = {};
const auth = betterAuth({
  database: db,
  secret: AUTH_SECRET,
  baseURL: ORIGIN,
  trustedOrigins: [ORIGIN],
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  // As ours at LOG_LEVEL=warn: a wrong password is no line.
  logger: { level: 'error' },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => hash(password, ARGON2),
      verify: async ({ hash: stored, password }) => !hashing || verify(stored, password),
    },
  },
  plugins: [
    twoFactor({
      otpOptions: {
        sendOTP: ({ user, otp }) => {
          codes[Number(/\d+/.exec(user.email)?.[0])] = otp;
        },
      },
    }),
  ],
});
await (await getMigrations(auth.options)).runMigrations();
// For a cold start there is nobody to remember.
const renew = process.argv[4] === 'empty' ? () => undefined : await seed();

const app = new Hono().on(['GET', 'POST'], '/api/auth/*', (c) => auth.handler(c.req.raw));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => process.send?.('ready'));
obey({
  hashing: (on) => {
    hashing = on;
  },
  codes: () => codes,
  // Its time-based codes can be used again, so there is nothing to undo of those.
  prepare: async () => {
    codes = {};
    db.exec(`
      delete from verification;
      delete from session where token not like 'seed-%';
      delete from twoFactor where userId like 'plain-%';
      update user set twoFactorEnabled = 0 where id like 'plain-%';`);
    renew();
  },
});

type Row = Record<string, unknown>;

function copyOf(table: string, row: Row) {
  const names = (db.pragma(`table_info("${table}")`) as { name: string }[]).map((column) => column.name);
  const insert = db.prepare(
    `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
  );
  return (changes: Row) => insert.run(names.map((name) => ({ ...row, ...changes })[name] ?? null));
}

function sessionRow(): Row {
  const now = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
  return { expiresAt, createdAt: now, updatedAt: now, ipAddress: '127.0.0.1', userAgent: 'bench' };
}

/** One account by its own API, the others as copies of its rows. */
async function seed(): Promise<() => void> {
  await auth.api.signUpEmail({ body: { email: loginOf(0), password: PASSWORD, name: 'Somebody' } });
  db.exec('delete from session');
  const prototype = db.prepare('select id from user').get() as { id: string };
  db.prepare('update user set twoFactorEnabled = 1 where id = ?').run(prototype.id);
  const sealed = (data: string) => symmetricEncrypt({ key: AUTH_SECRET, data });
  const secret = await sealed('12345678901234567890');
  const backupCodes: string[] = [];
  for (let i = 0; i < EXTRA_ACCOUNTS; i += 1) backupCodes.push(await sealed(JSON.stringify([recoveryCodeOf(i)])));
  const user = copyOf('user', db.prepare('select * from user').get() as Row);
  const account = copyOf('account', db.prepare('select * from account').get() as Row);
  const factor = copyOf('twoFactor', { secret, backupCodes: backupCodes[0], verified: 1 });
  const session = copyOf('session', sessionRow());
  const person = (id: string, email: string, twoFactorEnabled: 0 | 1) => {
    user({ id, email, twoFactorEnabled });
    account({ id: `account-${id}`, userId: id, accountId: id });
  };
  db.transaction(() => {
    for (let i = 0; i < accounts; i += 1) {
      const id = i === 0 ? prototype.id : `user-${i}`;
      if (i > 0) person(id, loginOf(i), 1);
      factor({ id: `factor-${i}`, userId: id });
      session({ id: `session-${i}`, userId: id, token: `seed-${tokenOf(i)}` });
    }
    for (let i = 0; i < EXTRA_ACCOUNTS; i += 1) {
      person(`phone-${i}`, phoneLoginOf(i), 1);
      factor({ id: `factor-phone-${i}`, userId: `phone-${i}`, backupCodes: backupCodes[i] });
      person(`plain-${i}`, plainLoginOf(i), 0);
    }
  })();
  const restore = db.prepare('update twoFactor set backupCodes = ? where userId = ?');
  return () =>
    db.transaction(() => {
      const fresh = sessionRow();
      for (let i = 0; i < EXTRA_ACCOUNTS; i += 1) {
        restore.run(backupCodes[i], `phone-${i}`);
        session({ ...fresh, id: `session-plain-${i}`, userId: `plain-${i}`, token: `plain-${plainTokenOf(i)}` });
      }
    })();
}
