import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends a request as it is written, header by header, and reads one answer. */
export function rawRequest(
  port: number,
  line: string,
  headers: readonly (readonly [string, string])[],
  body = '',
): Promise<RawAnswer> {
  const length: [string, string][] = body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  const hasConnection = headers.some(([name]) => name.toLowerCase() === 'connection');
  const all = [...headers, ...length, ...(hasConnection ? [] : [['Connection', 'close'] as const])];
  const text = `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let said = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      said += part;
      if (isWhole(said, line.startsWith('HEAD '))) socket.destroy();
    });
    // An answer may come before the whole request is read, and the rest of it then meets a closed door.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      const [head = '', ...rest] = said.split('\r\n\r\n');
      done({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') });
    });
  });
}

/** Whether an answer is there to its end, on a connection that may be kept (RFC 9112 §6.3). */
function isWhole(said: string, headOnly: boolean): boolean {
  if (/^HTTP\/1\.1 100/.test(said)) return isWhole(said.slice(said.indexOf('\r\n\r\n') + 4), headOnly);
  const end = said.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = said.slice(0, end);
  const body = said.slice(end + 4);
  if (headOnly || /^HTTP\/1\.1 (101|204|304)/.test(head)) return true;
  if (/^transfer-encoding: *chunked/im.test(head)) return body.endsWith('0\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return length !== undefined && body.length >= Number(length);
}
