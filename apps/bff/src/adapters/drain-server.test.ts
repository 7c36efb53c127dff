import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { MovedClock } from '../../test/support/moved-clock.ts';
import { drainable } from './drain-server.ts';

/** A server that answers when the test does, and the time that it reads. */
async function listening() {
  const clock = new MovedClock(new Date(0));
  const server = createServer();
  const drain = drainable(server, clock);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // An address of TCP, since it listens on a port.
  return { clock, server, drain, port };
}

test('D037: a connection that says nothing has half a second to begin', async () => {
  const { clock, server, drain, port } = await listening();
  const silent = connect(port, '127.0.0.1');
  await once(server, 'connection');
  const drained = drain();
  clock.advance(0.499);
  expect(await connections(server)).toBe(1);
  clock.advance(0.1);
  await drained;
  silent.destroy();
});

test('D037: what was begun is answered, however long it takes', async () => {
  const { clock, server, drain, port } = await listening();
  const asked = request({ port, host: '127.0.0.1', agent: false }).end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const closed = once(response, 'close');
  const drained = drain();
  clock.advance(9);
  response.end('late');
  const [answer] = await once(asked, 'response');
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await closed;
  clock.advance(1);
  await drained;
});

function connections(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((counted) => server.getConnections((_, count) => counted(count)));
}
