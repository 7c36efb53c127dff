import { request } from 'node:http';
import type { RequestTarget } from './browser.ts';

/** A server that listens, for the browsers of tests: asked under the console's host, reached on its port. */
export function overHttp(port: number): RequestTarget {
  return {
    request: (url, { method, headers, body }) => {
      const { pathname, search } = new URL(url);
      return new Promise((done, failed) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port,
            method,
            path: pathname + search,
            agent: false,
            headers: {
              ...Object.fromEntries(headers),
              ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
            },
          },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.once('error', failed);
            answer.once('end', () => done(responseOf(answer.statusCode ?? 0, answer.rawHeaders, Buffer.concat(parts))));
          },
        );
        sent.once('error', failed);
        sent.end(body);
      });
    },
  };
}

function responseOf(status: number, raw: readonly string[], body: Buffer): Response {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '');
  return new Response([204, 304].includes(status) ? null : new Uint8Array(body), { status, headers });
}
