import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import SqliteDatabase from 'better-sqlite3';
import { createApp } from '../../apps/bff/src/app.ts';
import { assemble } from '../../apps/bff/src/assemble.ts';
import type { OutgoingSms, PasswordHasher, SmsGateway } from '../../apps/bff/src/deps.ts';
import { compiler } from '../../apps/bff/src/store/compiled-statement.ts';
import { plannedOnce } from '../../apps/bff/src/store/open-sqlite.ts';
import { sqliteTables } from '../../apps/bff/src/store/schema-sqlite.ts';
import { findLiveSession } from '../../apps/bff/src/store/sessions.ts';
import type { QueryBuilder } from '../../apps/bff/src/store/statement.ts';
import { consoleRequire, MIGRATIONS, variables } from '../console.ts';
import { obey, tokenOf } from '../protocol.ts';
import { accountOfPhone } from './ours-accounts.ts';
import { reset } from './ours-reset.ts';

/** The product's own server on a database that was filled before; hashing can be switched off, and texts arrive at once. */
const [url = '', keyRing = '', port = '0'] = process.argv.slice(2);
const { deps } = await assemble(variables(url, keyRing), 'serve', MIGRATIONS);

let hashing = true;
const passwords: PasswordHasher = {
  ...deps.passwords,
  verify: (password, stored, turn) =>
    hashing || stored === null
      ? deps.passwords.verify(password, stored, turn)
      : Promise.resolve({ kind: 'right', needsRehash: false }),
};

let codes: Record<number, string> = {};
const sms: SmsGateway = {
  send: async (message: OutgoingSms) => {
    codes[accountOfPhone(message.to)] = message.text.slice(0, 6);
    return { kind: 'accepted', providerId: deps.random.id() };
  },
};

serve({ fetch: createApp({ ...deps, passwords, sms }).fetch, hostname: '127.0.0.1', port: Number(port) }, () =>
  process.send?.('ready'),
);
if (deps.database.engine === 'sqlite') serveSameQuery(url.replace('sqlite:', ''), Number(port) + 1);

obey({
  hashing: (on) => {
    hashing = on;
  },
  codes: () => codes,
  prepare: async () => {
    await deps.background.settled();
    codes = {};
    await reset(url, deps);
  },
});

/** The session check's own query behind node:http and nothing else: what the step cannot do without. */
function serveSameQuery(path: string, samePort: number): void {
  const connection = new SqliteDatabase(path, { timeout: 5000 });
  const asked = findLiveSession('', new Date(), new Date()).next();
  const step = asked.done ? undefined : asked.value[0];
  if (step === undefined) throw new Error('the session check has no statement');
  const { drizzle } = consoleRequire('drizzle-orm/better-sqlite3') as { drizzle: (client: unknown) => QueryBuilder };
  const compiled = compiler(drizzle(connection), sqliteTables)(step.statement);
  const query = connection.prepare<unknown[], unknown[]>(plannedOnce(compiled)).raw();
  const ask = (token: string) => {
    const now = Date.now();
    const [tokenHash, idleSince, soon] = [deps.tokens.hash(token), new Date(now - 3_600_000), new Date(now + 60_000)];
    return query.get(...compiled.encode({ tokenHash, now: new Date(now), idleSince, soon }));
  };
  createServer((request, response) => {
    const token = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const row = ask(token);
    response.writeHead(row ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(row ?? {}));
  }).listen(samePort, '127.0.0.1');
  if (ask(tokenOf(0)) === undefined) throw new Error('the query does not find what the session check finds');
}
