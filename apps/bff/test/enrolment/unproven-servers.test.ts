import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { gatewayTo, message } from '../sms/recording-vonage.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations', 'postgres');
/** What PostgreSQL's protocol answers to an SSLRequest: "S", go on with TLS. */
const GO_ON = 'S';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function portOf(server: Server): Promise<number> {
  servers.push(server);
  return new Promise((done) => {
    // A server that listens on a port has such an address.
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

/** PostgreSQL as far as TLS, with a certificate that nobody vouches for; keeps what it is told after that. */
function unprovenPostgres(): { server: Server; told: string[] } {
  const told: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(GO_ON);
      const secure = new TLSSocket(socket, { isServer: true, ...SELF_SIGNED });
      secure.on('error', () => undefined).on('data', (part: Buffer) => told.push(part.toString('latin1')));
    });
  });
  return { server, told };
}

it('R-CF-02: a database whose certificate nobody vouches for is told neither user nor password', async () => {
  const { server, told } = unprovenPostgres();
  const url = `postgres://console:secret@localhost:${await portOf(server)}/console?sslmode=verify-full`;
  const opened = openPostgres({ url, migrations: MIGRATIONS, onIdleError: () => undefined });
  await expect(opened).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(told).toEqual([]);
});

it('R-CF-02: a provider whose certificate nobody vouches for is told no message', async () => {
  const asked: string[] = [];
  const server = createHttps({ ...SELF_SIGNED }, (request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  const { gateway } = gatewayTo(`https://localhost:${await portOf(server)}`);
  expect(await gateway.send(message)).toEqual({ kind: 'failed', failure: 'provider' });
  expect(asked).toEqual([]);
});
