import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { jwtVerify } from 'jose';

export interface Delivered {
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface Webhook {
  readonly url: string;
  readonly received: readonly Delivered[];
  /** Waits for the next call. */
  called(): Promise<void>;
  /** What the next calls answer; 204 when none is left. `null` never answers. */
  answers(...statuses: (number | null)[]): void;
  close(): Promise<void>;
}

/** A webhook on loopback that keeps the exact bytes it was sent. */
export async function startWebhook(): Promise<Webhook> {
  const received: Delivered[] = [];
  let answers: (number | null)[] = [];
  let announce: () => void = () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        authorization: request.headers.authorization,
        contentType: request.headers['content-type'],
        body: Buffer.concat(chunks).toString('utf8'),
      });
      announce();
      const status = answers.length > 0 ? answers.shift() : 204;
      if (status !== null && status !== undefined) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The webhook has no TCP address.');
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/vonage/status`,
    received,
    called: () =>
      new Promise((resolve) => {
        announce = resolve;
      }),
    answers: (...statuses) => {
      answers = statuses;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Verifies as a careful receiver does. @returns the claims, or why the receipt is not believed. */
export async function verify(
  delivered: Delivered | undefined,
  secret: string,
  now: Date,
): Promise<Record<string, unknown> | string> {
  if (!delivered?.authorization) return 'unsigned';
  try {
    const token = delivered.authorization.replace(/^Bearer /, '');
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer: 'Vonage',
      maxTokenAge: 300,
      currentDate: now,
    });
    const hash = createHash('sha256').update(delivered.body).digest('hex');
    return payload['payload_hash'] === hash ? payload : 'payload_hash';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
