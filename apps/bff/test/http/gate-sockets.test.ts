import { EventEmitter, once } from 'node:events';
import { createConnection } from 'node:net';
import { serve } from '@hono/node-server';
import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { LogFields } from '../../src/deps.ts';
import { SERVER_OPTIONS } from '../../src/serve-console.ts';
import { ORIGIN } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';

interface Raw {
  /** Of each answer on the connection, in order. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** What the server took in before it answered or hung up, at most. */
  readonly written: number;
}

const it = test
  /** What the log is told. */
  .extend('heard', () => new EventEmitter())
  .extend('port', async ({ world, heard }, { onCleanup }): Promise<number> => {
    const info = (message: string, fields?: LogFields) => {
      world.deps.log.info(message, fields);
      heard.emit(message);
    };
    const { fetch } = createApp({ ...world.deps, log: { ...world.deps.log, info } });
    const listening = Promise.withResolvers<number>();
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0, serverOptions: SERVER_OPTIONS }, ({ port }) =>
      listening.resolve(port),
    );
    onCleanup(() => new Promise<void>((closed) => server.close(() => closed())));
    return listening.promise;
  })
  /** Sends bytes as they are, `more` in pieces after `head` until the server answers, and reads until the server is done. */
  .extend('raw', ({ port }) => (head: string, more: Iterable<string> = []): Promise<Raw> => {
    return new Promise((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port });
      let text = '';
      const done = () => {
        socket.destroy();
        const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
        resolve({ statuses, text, written: socket.bytesWritten });
      };
      socket.setEncoding('latin1');
      socket.on('data', (part) => {
        text += part;
      });
      socket.on('end', done);
      socket.on('error', () => undefined);
      socket.on('close', done);
      socket.write(head, 'latin1');
      const pieces = more[Symbol.iterator]();
      const pump = () => {
        while (text === '' && !socket.destroyed) {
          const piece = pieces.next();
          if (piece.done) return;
          if (!socket.write(piece.value, 'latin1')) {
            socket.once('drain', pump);
            return;
          }
        }
      };
      pump();
    });
  });

const kept = (line: string, headers: readonly string[] = [], body = '') =>
  `${[`${line} HTTP/1.1`, 'Host: localhost:8787', `Origin: ${ORIGIN}`, ...headers, '', ''].join('\r\n')}${body}`;
/** After its answer the server hangs up, so that what was read is all there is. */
const request = (line: string, headers: readonly string[] = [], body = '') =>
  kept(line, ['Connection: close', ...headers], body);
const JSON_TYPE = 'Content-Type: application/json';
const SIGN_IN = 'POST /api/sign-in';
const ONE_MIB = 'x'.repeat(1024 * 1024);
const five = Array<string>(5).fill(ONE_MIB);
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const NOBODY = JSON.stringify({ login: 'nobody@example.com', password: 'x' });
const padded = (bytes: number) => NOBODY.padEnd(bytes, ' ');

describe('the size of a body', () => {
  it('T-094: 8 KiB are taken and one byte more is not, by length', async ({ raw }) => {
    const right = await raw(request(SIGN_IN, [JSON_TYPE, 'Content-Length: 8192'], padded(8192)));
    expect(right.statuses).toEqual([401]);
    const over = await raw(request(SIGN_IN, [JSON_TYPE, 'Content-Length: 8193'], padded(8193)));
    expect(over.statuses).toEqual([413]);
    expect(over.text).toContain('"type":"too-large"');
  });

  it('T-094: 8 KiB are taken and one byte more is not, in chunks', async ({ raw }) => {
    const chunked = (bytes: number) =>
      `${chunk(padded(bytes).slice(0, 5000))}${chunk(padded(bytes).slice(5000))}0\r\n\r\n`;
    const headers = [JSON_TYPE, 'Transfer-Encoding: chunked'];
    expect((await raw(request(SIGN_IN, headers, chunked(8192)))).statuses).toEqual([401]);
    expect((await raw(request(SIGN_IN, headers, chunked(8193)))).statuses).toEqual([413]);
  });

  it('T-094: five megabytes announced are refused on the announcement', async ({ raw }) => {
    const answer = await raw(request(SIGN_IN, [JSON_TYPE, `Content-Length: ${5 * ONE_MIB.length}`]));
    expect(answer.statuses).toEqual([413]);
  });

  it('T-094: five megabytes in chunks are refused after the first', async ({ raw }) => {
    const before = process.memoryUsage().arrayBuffers;
    const answer = await raw(request(SIGN_IN, [JSON_TYPE, 'Transfer-Encoding: chunked']), five.map(chunk));
    expect(answer.statuses).toEqual([413]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * ONE_MIB.length);
  });

  it('T-094: a length that is too small ends the body there, and the rest is no request', async ({ raw }) => {
    const answer = await raw(kept(SIGN_IN, [JSON_TYPE, 'Content-Length: 10'], padded(8192)));
    expect(answer.statuses.at(-1)).toBe(400);
    expect(answer.statuses.filter((status) => status < 400)).toEqual([]);
    expect(answer.text).not.toContain('nobody@example.com');
  });

  it.for([
    ['length and chunks at once', ['Content-Length: 5', 'Transfer-Encoding: chunked'], `${chunk(NOBODY)}0\r\n\r\n`],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 54'], NOBODY],
    ['two lengths in one', ['Content-Length: 5, 54'], NOBODY],
    ['a length with a sign', ['Content-Length: +54'], NOBODY],
    ['a length in hexadecimal', ['Content-Length: 0x36'], NOBODY],
    ['chunks hidden behind another coding', ['Transfer-Encoding: chunked, identity'], `${chunk(NOBODY)}0\r\n\r\n`],
    ['a chunk size that is none', ['Transfer-Encoding: chunked'], `zz\r\n${NOBODY}\r\n0\r\n\r\n`],
    ['a bare line feed in the head', ['X-A: b\nX-C: d'], ''],
    ['a blank before the colon', ['Content-Length : 54'], NOBODY],
    ['a folded header', ['X-A: b', ' c: d'], ''],
  ] as const)('R-AP-05: %s is refused as it stands', async ([, headers, body], { raw }) => {
    const answer = await raw(kept(SIGN_IN, [JSON_TYPE, ...headers], body));
    expect(answer.statuses).toEqual([400]);
    expect(answer.text).not.toContain('wrong-credentials');
  });
});

describe('a body that its sender breaks off', () => {
  it.for([
    ['POST /api/sign-in', [JSON_TYPE]],
    ['POST /webhooks/vonage/status', ['Authorization: Bearer x']],
  ] as const)('is no error of ours: %s', async ([line, headers], { world, port, heard }) => {
    const before = world.logged.length;
    const noted = once(heard, 'request');
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.write(request(line, [...headers, 'Content-Length: 100'], '{"login":'), () => socket.resetAndDestroy());
    const since = () => world.logged.slice(before);
    await noted;
    expect(since()).toEqual([expect.objectContaining({ level: 'info' })]);
  });
});

describe('the head of a request', () => {
  it('more than 48 KiB of headers are refused', async ({ raw }) => {
    const answer = await raw(request('GET /api/session', [`X-A: ${'a'.repeat(49 * 1024)}`]));
    expect(answer.statuses).toEqual([431]);
  });

  it('T-093: two types are not one', async ({ raw }) => {
    for (const types of [
      [JSON_TYPE, 'Content-Type: text/plain'],
      ['Content-Type: text/plain', JSON_TYPE],
    ]) {
      const answer = await raw(request(SIGN_IN, [...types, `Content-Length: ${NOBODY.length}`], NOBODY));
      expect(answer.statuses).toEqual([415]);
    }
  });

  it('two origins are not one', async ({ raw }) => {
    const answer = await raw(request('DELETE /api/session', ['Origin: https://evil.test']));
    expect(answer.statuses).toEqual([403]);
  });

  it('T-079: neither a second host nor an absolute address leads past the host check', async ({ raw }) => {
    const second = await raw(request('GET /api/session', ['Host: evil.test']));
    expect(second.statuses).toEqual([421]);
    const none = await raw('GET /api/session HTTP/1.1\r\n\r\n');
    expect(none.statuses).toEqual([400]);
    const absolute = await raw(
      'GET http://evil.test/api/session HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n',
    );
    expect(absolute.statuses).toEqual([421]);
    expect(absolute.text).not.toContain('evil.test');
  });

  it('R-AP-04: TRACE and CONNECT are not served, and nothing is echoed', async ({ raw }) => {
    const trace = await raw(request('TRACE /api/session', ['X-Marker: 4711-marker']));
    expect(trace.statuses[0]).toBeGreaterThanOrEqual(400);
    expect(trace.statuses[0]).toBeLessThan(500);
    expect(trace.text).not.toContain('4711-marker');
    const connect = await raw(request('CONNECT evil.test:443'));
    expect(connect.statuses.filter((status) => status < 400)).toEqual([]);
  });

  it('T-100: no typed text becomes a header', async ({ raw }) => {
    const evil = 'x\r\nSet-Cookie: evil=1\r\nX-Evil: 1';
    const headersOf = (text: string) => text.slice(0, text.indexOf('\r\n\r\n')).toLowerCase();
    for (const body of [
      JSON.stringify({ login: evil, password: evil }),
      JSON.stringify({ [evil]: evil }),
      JSON.stringify({ login: 'a;b=c; Path=/', password: 'x' }),
    ]) {
      const answer = await raw(request(SIGN_IN, [JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`], body));
      expect(answer.statuses).toEqual([answer.statuses[0]]);
      expect(headersOf(answer.text)).not.toContain('evil');
      expect(headersOf(answer.text)).not.toContain('set-cookie');
    }
    const path = await raw(request(`GET /api/sms/${encodeURIComponent(evil)}?a=${encodeURIComponent(evil)}`));
    expect(path.statuses).toEqual([404]);
    expect(headersOf(path.text)).not.toContain('evil');
  });

  it('T-029: odd cookies are no session, and never an error', async ({ raw }) => {
    const odd = [
      'session=%zz',
      'session=%00',
      `session=${'a'.repeat(43)}`,
      `session=${'a'.repeat(8000)}`,
      'session="; challenge=\\"',
      'session=\xe9\xff\xfe',
      'session',
      '=session',
      ';;;;=;=;',
      '__proto__=x; constructor=y; session=toString',
      `session=${'='.repeat(43)}`,
      `session=${Buffer.from('{"accountId":"1"}').toString('base64')}`,
      'session=eyJhbGciOiJub25lIn0.e30.',
    ];
    for (const cookie of odd) {
      const security = await raw(request('GET /api/security', [`Cookie: ${cookie}`]));
      expect([cookie, security.statuses]).toEqual([cookie, [401]]);
      const answer = await raw(
        request('POST /api/sign-in/challenge/sms', [`Cookie: ${cookie.replaceAll('session', 'challenge')}`]),
      );
      expect([cookie, answer.statuses]).toEqual([cookie, [410]]);
    }
  });
});
