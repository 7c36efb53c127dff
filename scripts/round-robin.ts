import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** What a client never says of itself, and what belongs to one connection alone (RFC 9110 §7.6.1). */
const OWN_HEADERS = ['connection', 'keep-alive', 'x-forwarded-for', 'transfer-encoding'];

/**
 * A reverse proxy of the smallest kind: each request goes to the next instance, and on to another one when
 * nothing listens there or it went away. What may have changed something there is never sent twice.
 * @param ports of the instances on 127.0.0.1; asked for at each request.
 */
export function createRoundRobin(ports: () => readonly number[]): Server {
  let turn = 0;
  return createServer((incoming, outgoing) => {
    const all = ports();
    const from = turn++ % Math.max(all.length, 1);
    const order = [...all.slice(from), ...all.slice(0, from)];
    readWhole(incoming).then(
      (body) => forward(incoming, body, outgoing, order),
      () => outgoing.destroy(),
    );
  });
}

/** Read whole before it is sent on: what is held can go to another instance. Bodies are small here. */
async function readWhole(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function forward(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, order: readonly number[]): void {
  const [port, ...others] = order;
  if (port === undefined) {
    outgoing.writeHead(503, { 'Retry-After': '1' }).end();
    return;
  }
  const kept = Object.entries(incoming.headers).filter(([name]) => !OWN_HEADERS.includes(name));
  const upstream = request(
    {
      host: '127.0.0.1',
      port,
      method: incoming.method,
      path: incoming.url,
      agent: false,
      headers: { ...Object.fromEntries(kept), 'x-forwarded-for': incoming.socket.remoteAddress ?? '' },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('error', () => outgoing.destroy());
    },
  );
  upstream.once('error', (error: NodeJS.ErrnoException) => {
    if (mayRepeat(error, incoming, outgoing)) return forward(incoming, body, outgoing, others);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  upstream.end(body);
}

/** Nothing can have happened there, or nothing that a second time would add to. */
function mayRepeat({ code }: NodeJS.ErrnoException, { method }: IncomingMessage, { headersSent }: ServerResponse) {
  return code === 'ECONNREFUSED' || (code === 'ECONNRESET' && !headersSent && (method === 'GET' || method === 'HEAD'));
}
