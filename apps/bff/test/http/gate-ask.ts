import { ORIGIN } from '../support/fixed-values.ts';
import type { World } from '../support/world.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, or null where there is none. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

export interface Asking {
  /** An undefined one is left out, the console's own included. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly origin?: string;
}

/** One request as it stands, without a browser's manners; host, origin and the length of the body are the right ones unless said otherwise. */
export async function ask(
  app: World['app'],
  method: string,
  path: string,
  { headers = {}, body, origin = ORIGIN }: Asking = {},
): Promise<Asked> {
  const given: Record<string, string | undefined> = {
    host: new URL(origin).host,
    origin,
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const present = Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const response = await app.request(`${origin}${path}`, {
    method,
    headers: new Headers(present),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const json: unknown = isJson ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json: json as Asked['json'] };
}
