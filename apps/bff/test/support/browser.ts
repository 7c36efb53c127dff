import type { BeginEnrolmentRequest, ConfirmedEnrolment, Enrolment } from '@wattsense/contract/enrolments';
import type { Problem } from '@wattsense/contract/problem';
import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { SecurityView } from '@wattsense/contract/security';
import type { SessionView } from '@wattsense/contract/session';
import { generateSync } from 'otplib';
import type { Deps } from '../../src/deps.ts';
import { ORIGIN, PASSWORD } from './fixed-values.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly problem: Problem | null;
}

/** What is asked: the app itself, or a server that listens. */
export interface RequestTarget {
  request(
    url: string,
    init: { readonly method: string; readonly headers: Headers; readonly body?: string },
    bindings: object,
  ): Response | Promise<Response>;
}

/** One browser: a cookie jar that speaks to the app as the SPA does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: RequestTarget;
  readonly #deps: Pick<Deps, 'clock'>;
  readonly #address: string | undefined;

  constructor(app: RequestTarget, deps: Pick<Deps, 'clock'>, address?: string) {
    this.#app = app;
    this.#deps = deps;
    this.#address = address;
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const sent = new Headers({ host: new URL(ORIGIN).host, origin: ORIGIN, ...headers });
    if (this.cookies.size > 0)
      sent.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json');
    if (this.#address !== undefined) sent.set('x-forwarded-for', this.#address);
    const socket = { incoming: { socket: { remoteAddress: '192.0.2.1', remotePort: 1, remoteFamily: 'IPv4' } } };
    const init = {
      method,
      headers: sent,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const response = await this.#app.request(`${ORIGIN}${path}`, init, socket);
    this.#keep(response);
    const text = await response.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    // What a route answers is pinned by the contract; each call names the type that it expects.
    return {
      status: response.status,
      headers: response.headers,
      body: parsed as T,
      problem: response.ok ? null : (parsed as Problem),
    };
  }

  #keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** The same cookies in another jar: another tab, or a thief. */
  copy(): Browser {
    const other = new Browser(this.#app, this.#deps, this.#address);
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  session = () => this.send<SessionView>('GET', '/api/session');
  security = () => this.send<SecurityView>('GET', '/api/security');
  signIn = (login: string, password = PASSWORD) => this.send<SessionView>('POST', '/api/sign-in', { login, password });
  answer = (method: string, code: unknown) =>
    this.send<SessionView>('POST', '/api/sign-in/challenge/answer', { method, code });
  begin = (request: BeginEnrolmentRequest) => this.send<Enrolment>('POST', '/api/enrolments', request);
  confirm = (id: string, code: string) =>
    this.send<ConfirmedEnrolment>('POST', `/api/enrolments/${id}/confirm`, { code });
  replaceRecoveryCode = () => this.send<RecoveryCodeOnce>('POST', '/api/recovery-code');

  /** Enrols an app and returns its secret and the recovery code, if this was the first authenticator. */
  async enrolApp(replaces?: string): Promise<{ secret: string; recoveryCode: string | null }> {
    const begun = await this.begin(replaces === undefined ? { kind: 'app' } : { kind: 'app', replaces });
    if (begun.body.kind !== 'app') throw new Error(`no app enrolment: ${JSON.stringify(begun.body)}`);
    const confirmed = await this.confirm(begun.body.id, codeOf(begun.body.key, this.#deps.clock.now()));
    if (confirmed.problem !== null) throw new Error(`not confirmed: ${JSON.stringify(confirmed.problem)}`);
    return { secret: begun.body.key, recoveryCode: confirmed.body.recoveryCode?.code ?? null };
  }

  /** Enrols a phone; `readCode` reads the message. */
  async enrolPhone(number: string, readCode: () => string): Promise<{ recoveryCode: string | null }> {
    const begun = await this.begin({ kind: 'phone', country: 'FR', number });
    if (begun.problem !== null) throw new Error(`no phone enrolment: ${JSON.stringify(begun.problem)}`);
    const confirmed = await this.confirm(begun.body.id, readCode());
    if (confirmed.problem !== null) throw new Error(`not confirmed: ${JSON.stringify(confirmed.problem)}`);
    return { recoveryCode: confirmed.body.recoveryCode?.code ?? null };
  }
}

/** What an authenticator app shows at an instant. */
export function codeOf(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) });
}

/** Six digits that are not this code. */
export function otherCode(code: string): string {
  return String((Number(code) + 123_457) % 1_000_000).padStart(6, '0');
}
