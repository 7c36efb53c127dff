import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What went over the connections to a PostgreSQL server, by its own protocol. */
export interface Traffic {
  /** Statements that the server completed, but for those that begin and end transactions. */
  statements: number;
  /** Transactions that wrote and were committed, those of a single statement included. */
  commits: number;
  /** Times that something was asked while nothing was on its way: what a distant database is waited for. */
  roundTrips: number;
}

export interface CountingProxy {
  readonly port: number;
  readonly traffic: Traffic;
  close(): Promise<void>;
}

const nothing = (): Traffic => ({ statements: 0, commits: 0, roundTrips: 0 });

/** A proxy before a PostgreSQL server on loopback that passes everything on and counts it (PostgreSQL, 54.7). */
export async function startCountingProxy(target: number): Promise<CountingProxy> {
  const traffic = nothing();
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket.on('error', () => undefined));
      socket.once('close', () => sockets.delete(socket));
    }
    const one = counted(traffic);
    client.on('data', one.sent).pipe(server);
    server.on('data', one.answered).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    traffic,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** One connection. */
function counted(traffic: Traffic) {
  let awaited = 0;
  let inTransaction = false;
  let wrote = false;
  const asked = (type: string) => {
    if (type !== 'Q' && type !== 'S') return;
    if (awaited === 0) traffic.roundTrips += 1;
    awaited += 1;
  };
  const ended = (committed: boolean) => {
    if (committed && wrote) traffic.commits += 1;
    inTransaction = false;
    wrote = false;
  };
  const written = () => {
    if (inTransaction) wrote = true;
    else traffic.commits += 1;
  };
  const completed = (tag: string) => {
    const [word = '', ...counts] = tag.split(' ');
    if (word === 'BEGIN') inTransaction = true;
    else if (word === 'COMMIT' || word === 'ROLLBACK') ended(word === 'COMMIT');
    else {
      traffic.statements += 1;
      if (WRITES.has(word) && Number(counts.at(-1)) > 0) written();
    }
  };
  return {
    // The first message of a connection has no type (54.7, StartupMessage).
    sent: messages(true, asked),
    answered: messages(false, (type, body) => {
      if (type === 'C') completed(body.toString('utf8', 0, body.length - 1));
      if (type === 'Z') awaited = Math.max(awaited - 1, 0);
    }),
  };
}

/** Cuts a stream into messages: a type of one byte, a length that counts itself, a body. */
function messages(startsBare: boolean, tell: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let bare = startsBare;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = bare ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (!bare) tell(String.fromCharCode(rest[0] ?? 0), rest.subarray(head + 4, end));
      rest = rest.subarray(end);
      bare = false;
    }
  };
}
