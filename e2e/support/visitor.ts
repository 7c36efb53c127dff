import type { ConfirmedEnrolment, Enrolment } from '@wattsense/contract/enrolments';
import type { SecurityView } from '@wattsense/contract/security';
import type { SessionView } from '@wattsense/contract/session';

/** A cookie as Playwright takes it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}

/** A browser without a window: speaks to the server as the console does, to bring about a state before a test begins. */
export class Visitor {
  readonly #origin: string;
  readonly #address: string;
  readonly #jar = new Map<string, string>();

  /** @param address the IP address that the server is to see. */
  constructor(origin: string, address: string) {
    this.#origin = origin;
    this.#address = address;
  }

  cookies(): Cookie[] {
    return [...this.#jar].map(([name, value]) => ({ name, value, url: this.#origin }));
  }

  /** Sends and returns status and body, whatever they are. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#origin}${path}`, {
      method,
      headers: {
        origin: this.#origin,
        'x-forwarded-for': this.#address,
        cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#jar.delete(name);
      else this.#jar.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  async #done<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    // What each path answers is pinned by the contract.
    return answer.body as T;
  }

  session = () => this.#done<SessionView>('GET', '/api/session');
  /** Says that what there is to tell was seen. */
  seeNotices = async () => {
    const view = await this.session();
    const newest = view.state === 'authenticated' ? view.notices[0] : undefined;
    if (newest) await this.#done('POST', '/api/notices/seen', { seenAt: newest.at });
  };
  security = () => this.#done<SecurityView>('GET', '/api/security');
  signIn = (login: string, password: string) => this.#done<SessionView>('POST', '/api/sign-in', { login, password });
  signOut = () => this.#done('DELETE', '/api/session');
  sendSms = () => this.#done('POST', '/api/sign-in/challenge/sms');
  answer = (method: 'otp' | 'sms' | 'recovery', code: string) =>
    this.#done<SessionView>('POST', '/api/sign-in/challenge/answer', { method, code });
  beginApp = () => this.#done<Enrolment>('POST', '/api/enrolments', { kind: 'app' });
  beginPhone = (number: string) =>
    this.#done<Enrolment>('POST', '/api/enrolments', { kind: 'phone', country: 'FR', number });
  confirm = (id: string, code: string) =>
    this.#done<ConfirmedEnrolment>('POST', `/api/enrolments/${id}/confirm`, { code });
  cancelEnrolment = (id: string) => this.#done('DELETE', `/api/enrolments/${id}`);
  acknowledge = (id: string) => this.#done('POST', '/api/recovery-code/acknowledge', { id });
}
