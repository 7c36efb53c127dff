import { generateKeyPairSync } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { vonageCredentials } from '../../src/adapters/vonage-credentials.ts';
import { createVonageSmsGateway } from '../../src/adapters/vonage-sms-gateway.ts';
import type { Config } from '../../src/config.ts';
import type { LogFields, OutgoingSms } from '../../src/deps.ts';
import { MovedClock } from '../support/moved-clock.ts';

interface Recorded {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export type Answer = (response: ServerResponse) => void;

export const UUID = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
export const KEY_PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PEM = KEY_PAIR.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const SECRETS = [
  /123456/,
  /33612345678|336123/,
  /Bearer|Basic|eyJ/,
  /PRIVATE KEY/,
  /S3cretS3cret/,
  /quoted by Vonage/,
];
export const message: OutgoingSms = {
  to: '+33612345678',
  country: 'FR',
  text: '123456 is your verification code for Wattsense Console.',
  reference: 'sms-1',
};

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** A server that records what it gets and answers by the list, repeating its last; `asked` waits for the next request. */
export async function serve(...answers: Answer[]) {
  const requests: Recorded[] = [];
  const heard = new EventEmitter();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      const { method, url, headers } = request;
      requests.push({ method, url, headers, text: Buffer.concat(chunks).toString() });
      answer?.(response);
      heard.emit('request');
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // An address of TCP, since it listens on a port.
  const asked = async () => {
    await once(heard, 'request');
  };
  return { host: `http://127.0.0.1:${port}`, requests, asked };
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-1', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
export const accepted = json(202, { message_uuid: UUID });
export const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  json(
    status,
    {
      type: `https://developer.vonage.com/api-errors#${code}`,
      title: 'x',
      detail: 'quoted by Vonage: 33612345678',
      ...more,
    },
    { 'content-type': 'application/problem+json', ...headers },
  );

const DEFAULTS = {
  NODE_ENV: 'test' as const,
  PUBLIC_ORIGIN: 'https://console.example.com',
  VONAGE_TIMEOUT_MS: 5000,
  VONAGE_SIGNATURE_SECRET: 'x'.repeat(32),
  VONAGE_API_KEY: 'abcd1234',
  VONAGE_API_SECRET: 'S3cretS3cret',
  SMS_COUNTRIES: ['FR', 'US', 'CA', 'PR', 'BS'],
  SMS_SENDER: 'TheBuilding',
  SMS_NUMERIC_SENDERS: [],
  SMS_KILL_SWITCH: false,
} satisfies Partial<Config>;

/** The gateway, with its log laid open, and a clock to move. */
export function gatewayTo(host: string, overrides: Partial<Config> = {}) {
  const config = { ...DEFAULTS, VONAGE_API_HOST: host, ...overrides };
  const credentials = vonageCredentials(config);
  if (credentials.kind !== 'ok') throw new Error(credentials.kind);
  const lines: { level: string; message: string; fields: LogFields | undefined }[] = [];
  const at = (level: string) => (text: string, fields?: LogFields) => {
    lines.push({ level, message: text, fields });
  };
  const clock = new MovedClock(new Date('2026-03-02T09:00:00Z'));
  const gateway = createVonageSmsGateway({
    config,
    credentials,
    timers: clock,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  });
  const operators = () => lines.filter(({ level }) => level === 'error').map((line) => line.message);
  return { gateway, lines, clock, operators };
}

/** Ends the server before anything is asked of it. */
export async function closedHost(): Promise<string> {
  const { host } = await serve(accepted);
  await new Promise((closed) => servers.pop()?.close(closed));
  return host;
}

export const failed = (failure: string) => ({ kind: 'failed', failure });
