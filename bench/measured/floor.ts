import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { hash, verify } from '@node-rs/argon2';
import SqliteDatabase from 'better-sqlite3';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { ARGON2, loginOf, obey, PASSWORD, SECRET, tokenOf } from '../protocol.ts';

/**
 * Only what each step cannot do without: hand-written prepared statements, synchronous crypto, one
 * transaction. No limits, no events, no epoch, no headers. It shows what is reachable; it is no product.
 */
const [accounts, port] = process.argv.slice(2).map(Number) as [number, number];
const db = new SqliteDatabase(join(mkdtempSync(join(tmpdir(), 'bench-floor-')), 'floor.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  create table user (id integer primary key, login text unique, hash text, secret blob, last_step integer);
  create table session (token blob primary key, user integer, expires integer) without rowid;
  create table challenge (token blob primary key, user integer, expires integer) without rowid;
`);

const key = randomBytes(32);
const sha = (text: string) => createHash('sha256').update(text).digest();
// Signed parameters, as ours: without the sign SQLite plans most of these again at each run (`plannedOnce`).
const statements = {
  session: db.prepare(
    'select u.login from session s join user u on u.id = s.user where s.token = +? and s.expires > +?',
  ),
  byLogin: db.prepare('select id, hash from user where login = +?'),
  challenge: db.prepare('insert into challenge values (+?, +?, +?)'),
  open: db.prepare(
    'select c.user, u.secret from challenge c join user u on u.id = c.user where c.token = +? and c.expires > +?',
  ),
  spend: db.prepare('update user set last_step = +? where id = +? and last_step < +?'),
  close: db.prepare('delete from challenge where token = +?'),
  insert: db.prepare('insert into session values (+?, +?, +?)'),
};
await seed();

let hashing = true;
const app = new Hono()
  .get('/session', (c) => {
    const row = statements.session.get(sha(getCookie(c, 'session') ?? ''), Date.now());
    return row ? c.json(row) : c.json({}, 401);
  })
  .post('/sign-in', async (c) => {
    const { login, password } = await c.req.json();
    const user = statements.byLogin.get(login) as { id: number; hash: string } | undefined;
    if (!user || (hashing && !(await verify(user.hash, password)))) return c.json({}, 401);
    const token = randomBytes(32).toString('base64url');
    statements.challenge.run(sha(token), user.id, Date.now() + 600_000);
    setCookie(c, 'challenge', token, { httpOnly: true });
    return c.json({ state: 'challenged' });
  })
  .post('/answer', async (c) => {
    const { code } = await c.req.json();
    const challenge = sha(getCookie(c, 'challenge') ?? '');
    const row = statements.open.get(challenge, Date.now()) as { user: number; secret: Buffer } | undefined;
    const step = row && matchingStep(open(row.secret), code);
    if (!row || !step) return c.json({}, 401);
    const token = randomBytes(32).toString('base64url');
    const done = db
      .transaction(() => {
        if (statements.spend.run(step, row.user, step).changes !== 1) return false;
        statements.close.run(challenge);
        statements.insert.run(sha(token), row.user, Date.now() + 43_200_000);
        return true;
      })
      .immediate();
    if (!done) return c.json({}, 401);
    setCookie(c, 'session', token, { httpOnly: true });
    return c.json({ state: 'authenticated' });
  })
  .post('/three-writes', async (c) => {
    await c.req.json();
    const token = randomBytes(32);
    db.transaction(() => {
      statements.challenge.run(token, 1, 1);
      statements.close.run(token);
      statements.insert.run(token, 1, 1);
    }).immediate();
    return c.json({});
  })
  .post('/hash', async (c) => {
    const { password } = await c.req.json();
    await verify(dummy, password);
    return c.json({});
  });
const dummy = await hash(PASSWORD, ARGON2);

serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => process.send?.('ready'));
// The same query without any framework, one port up.
createServer((request, response) => {
  const token = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const row = statements.session.get(sha(token), Date.now());
  response.writeHead(row ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(row ?? {}));
}).listen(port + 1, '127.0.0.1');

obey({
  hashing: (on) => {
    hashing = on;
  },
  prepare: () => {
    db.exec('delete from challenge; update user set last_step = 0; delete from session where expires < 2');
  },
});

async function seed(): Promise<void> {
  const stored = await hash(PASSWORD, ARGON2);
  const user = db.prepare('insert into user values (?, ?, ?, ?, 0)');
  db.transaction(() => {
    for (let i = 0; i < accounts; i += 1) {
      user.run(i + 1, loginOf(i), stored, seal(SECRET));
      statements.insert.run(sha(tokenOf(i)), i + 1, Date.now() + 43_200_000);
    }
  })();
}

function seal(text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

/** The secret is RFC 6238's ASCII key, so its base32 is decoded by heart. */
function matchingStep(_base32: Buffer, code: string): number | null {
  const now = Math.floor(Date.now() / 30_000);
  for (const step of [now + 1, now, now - 1]) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', '12345678901234567890').update(counter).digest();
    const offset = (mac[19] ?? 0) & 15;
    const digits = String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
    if (digits.length === code.length && timingSafeEqual(Buffer.from(digits), Buffer.from(code))) return step;
  }
  return null;
}
