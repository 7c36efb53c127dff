import type { AppType } from '@wattsense/bff/app';
import type { ClientResponse, hc } from 'hono/client';
import type { SuccessStatusCode } from 'hono/utils/http-status';
import { ProblemError, problemFrom, problemOfType } from './client-problem.ts';

/** Nobody is left to wait longer than that: whether it was done is then not known, and asking again is safe. */
const ANSWER_WITHIN_MS = 30_000;

interface Input {
  readonly param?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

async function send(method: string, path: string, { param = {}, json }: Input = {}): Promise<Response> {
  const by = navigator.onLine ? 'cut' : 'unsent';
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(
      path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(param[name] ?? '')),
      {
        method,
        cache: 'no-store',
        signal: limit.signal,
        ...(json === undefined ? {} : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }),
      },
    );
    // Its body belongs to the answer: it may be waited for no longer either.
    return new Response(response.status === 204 ? null : await response.text(), { status: response.status });
  } catch {
    // fetch rejects for the network and the limit alone; an answer of any status resolves.
    throw new ProblemError({ type: 'offline', ...(navigator.onLine ? {} : { by }) });
  } finally {
    clearTimeout(timer);
  }
}

/** The addresses and methods of the server's own type, `bff.sessions[':id'].$delete`, as Hono's client has them. */
function addresses(path: string): unknown {
  return new Proxy(send, {
    get: (_, part: string) =>
      part.startsWith('$')
        ? (input?: Input) => send(part.slice(1).toUpperCase(), path, input)
        : addresses(`${path}/${part}`),
  });
}

/**
 * The one door to the server: its endpoints by address and method, to be asked through `ask` or `askSignedIn`. What Hono's
 * client is at run time beyond this (queries, forms, sockets) is nothing that the first page should load.
 */
export const bff = addresses('/api') as ReturnType<typeof hc<AppType>>['api'];

/** What an endpoint answers when it does what it was asked. */
type Answer<R> = R extends ClientResponse<infer T, infer S, string> ? (S extends SuccessStatusCode ? T : never) : never;

/** An answer's body, or a `ProblemError`. */
export async function ask<R extends ClientResponse<unknown>>(asked: Promise<R>): Promise<Answer<R>> {
  const response = await asked;
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(problemFrom(response.status, body));
  // The endpoint's own type: `hc` gives it by status, and this is a status of success.
  return body as Answer<R>;
}

/**
 * A call that wants a session. On 401 the view is asked for once before giving up: another tab may
 * have raised the assurance and changed the token, and then the call is good as it is.
 */
export async function askSignedIn<R extends ClientResponse<unknown>>(call: () => Promise<R>): Promise<Answer<R>> {
  try {
    return await ask(call());
  } catch (error) {
    if (!problemOfType(error, 'not-signed-in')) throw error;
    const view = await ask(bff.session.$get());
    if (view.state !== 'authenticated') throw error;
    return ask(call());
  }
}
