import type { Deps } from '../../src/deps.ts';
import { findByLogin } from '../../src/flows/operators/describe-account.ts';
import { offerPasswordLink } from '../../src/flows/operators/set-password.ts';
import { type Answer, Browser, codeOf, otherCode } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import type { World } from '../support/world.ts';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly sent: unknown;
  readonly answer: Answer<unknown>;
}

/** A browser that keeps what it sent and got. */
class RecordingBrowser extends Browser {
  readonly exchanges: Exchange[];
  constructor(app: World['app'], deps: Deps, exchanges: Exchange[], address?: string) {
    super(app, deps, address);
    this.exchanges = exchanges;
  }
  override async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await super.send<T>(method, path, body, headers);
    this.exchanges.push({ method, path, sent: body, answer });
    return answer;
  }
}

/** Everything secret that a walk used or was shown, by what it is. */
export interface Secrets {
  readonly passwords: string[];
  readonly totpSecrets: string[];
  readonly smsCodes: string[];
  readonly recoveryCodes: string[];
  readonly wrongCodes: string[];
  readonly phoneNumbers: string[];
  readonly tokens: string[];
}

export interface Walk {
  readonly exchanges: readonly Exchange[];
  readonly secrets: Secrets;
}

type WalkWorld = Pick<World, 'app' | 'deps' | 'clock' | 'phones' | 'account'>;

const NUMBER = '+33639980012';
const NEW_PASSWORD = 'harvest-17 granite umbrella';
const LINK_PASSWORD = 'copper kite under 31 bridges';
const WRONG_PASSWORD = 'zebra-quilt not the one 99';

/** Takes every route at least once to its success, and the refusals that people meet on the way. */
export async function walkEveryRoute(world: WalkWorld): Promise<Walk> {
  const walk = new Walker(world);
  await walk.turnOn();
  await walk.addPhone();
  await walk.signInAgain();
  await walk.stepUp();
  await walk.endSessions();
  await walk.recover();
  await walk.turnOff();
  return { exchanges: walk.exchanges, secrets: walk.collected() };
}

class Walker {
  readonly exchanges: Exchange[] = [];
  readonly #world: WalkWorld;
  readonly #browser: RecordingBrowser;
  readonly #secrets: Secrets = {
    passwords: [PASSWORD, NEW_PASSWORD, WRONG_PASSWORD],
    totpSecrets: [],
    smsCodes: [],
    recoveryCodes: [],
    wrongCodes: [],
    phoneNumbers: [NUMBER],
    tokens: [],
  };
  #login = '';
  #password = PASSWORD;

  constructor(world: WalkWorld) {
    this.#world = world;
    this.#browser = this.#newBrowser();
  }

  #newBrowser() {
    return new RecordingBrowser(this.#world.app, this.#world.deps, this.exchanges);
  }

  #code(secret: string): string {
    return codeOf(secret, this.#world.clock.now());
  }

  #wrong(code: string): string {
    const other = otherCode(code);
    this.#secrets.wrongCodes.push(other);
    return other;
  }

  #smsCode(): string {
    const code = this.#world.phones.codeFor(NUMBER);
    this.#secrets.smsCodes.push(code);
    return code;
  }

  async turnOn(): Promise<void> {
    const { login } = await this.#world.account('walker@example.com');
    this.#login = login;
    const browser = this.#browser;
    await browser.send('GET', '/healthz');
    await browser.send('GET', '/api/openapi.json');
    await browser.session();
    await browser.signIn(login, WRONG_PASSWORD);
    await browser.signIn(login);
    await browser.security();
    const given = await browser.begin({ kind: 'app' });
    if (given.body.kind === 'app') this.#secrets.totpSecrets.push(given.body.key);
    await browser.send('DELETE', `/api/enrolments/${given.body.id}`);
    const begun = await browser.begin({ kind: 'app' });
    if (begun.body.kind !== 'app') throw new Error('no app enrolment');
    const { id, key } = begun.body;
    this.#secrets.totpSecrets.push(key);
    await browser.confirm(id, this.#wrong(this.#code(key)));
    const confirmed = await browser.confirm(id, this.#code(key));
    this.#secrets.recoveryCodes.push(confirmed.body.recoveryCode?.code ?? 'none was shown');
    const replaced = await browser.replaceRecoveryCode();
    this.#secrets.recoveryCodes.push(replaced.body.code);
    await browser.send('POST', '/api/recovery-code/acknowledge', { id: replaced.body.id });
  }

  async addPhone(): Promise<void> {
    const browser = this.#browser;
    const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '06 39 98 00 12' });
    if (begun.body.kind !== 'phone') throw new Error('no phone enrolment');
    await browser.security();
    await browser.send('GET', `/api/sms/${begun.body.sms?.id}`);
    this.#world.clock.advance(30);
    await browser.send('POST', `/api/enrolments/${begun.body.id}/sms`);
    const code = this.#smsCode();
    await browser.confirm(begun.body.id, this.#wrong(code));
    await browser.confirm(begun.body.id, code);
    await browser.security();
  }

  async signInAgain(): Promise<void> {
    const other = this.#newBrowser();
    await other.signIn(this.#login);
    await other.session();
    await other.send('DELETE', '/api/sign-in/challenge');
    this.#world.clock.advance(60);
    await other.signIn(this.#login);
    await this.#world.deps.background.settled();
    await other.session();
    this.#world.clock.advance(120);
    await other.send('POST', '/api/sign-in/challenge/sms');
    const code = this.#smsCode();
    await other.answer('sms', this.#wrong(code));
    await other.answer('otp', this.#wrong(this.#code(this.#secret())));
    await other.answer('sms', code);
    await other.session();
    await other.send('DELETE', '/api/session');
    const unknown = this.#newBrowser();
    await unknown.signIn('nobody@example.com', WRONG_PASSWORD);
  }

  #secret(): string {
    return this.#secrets.totpSecrets.at(-1) ?? '';
  }

  async stepUp(): Promise<void> {
    const browser = this.#browser;
    // An hour passes, in which the person goes on working: messages may be sent again.
    for (let i = 0; i < 2; i += 1) {
      this.#world.clock.advance(1801);
      await browser.security();
    }
    await browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD });
    for (const path of ['/api/step-up/offers', '/api/step-up/sms']) await browser.send('POST', path);
    const code = this.#smsCode();
    await browser.send('POST', '/api/step-up', { password: WRONG_PASSWORD, answer: { method: 'sms', code } });
    const wrong = { method: 'sms', code: this.#wrong(code) };
    await browser.send('POST', '/api/step-up', { password: PASSWORD, answer: wrong });
    await browser.send('POST', '/api/step-up', { password: PASSWORD, answer: { method: 'sms', code } });
    await browser.send('POST', '/api/password', { newPassword: NEW_PASSWORD });
    this.#password = NEW_PASSWORD;
  }

  async #another(): Promise<RecordingBrowser> {
    const other = this.#newBrowser();
    this.#world.clock.advance(30);
    await other.signIn(this.#login, this.#password);
    await other.answer('otp', this.#code(this.#secret()));
    return other;
  }

  async endSessions(): Promise<void> {
    const browser = this.#browser;
    await this.#another();
    const security = await browser.security();
    const other = security.body.sessions.find((session) => !session.current);
    await browser.send('DELETE', `/api/sessions/${other?.id}`);
    await this.#another();
    await browser.send('DELETE', '/api/sessions');
  }

  async recover(): Promise<void> {
    const other = this.#newBrowser();
    await other.signIn(this.#login, this.#password);
    await other.answer('recovery', 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF');
    await other.answer('recovery', this.#secrets.recoveryCodes.at(-1));
    await other.security();
    const fresh = await other.replaceRecoveryCode();
    this.#secrets.recoveryCodes.push(fresh.body.code);
    const security = await other.security();
    const app = security.body.authenticators.find((one) => one.kind === 'app');
    await other.send('DELETE', `/api/authenticators/${app?.id}`);
    for (const [name, value] of other.cookies) this.#browser.cookies.set(name, value);
  }

  async turnOff(): Promise<void> {
    const browser = this.#browser;
    await browser.send('DELETE', '/api/two-factor');
    await browser.session();
    await browser.send('POST', '/api/language', { language: 'en' });
    await browser.send('POST', '/api/notices/seen', { seenAt: this.#world.clock.now().toISOString() });
    await browser.send('DELETE', '/api/session');
    await browser.security();
    await this.#passwordByLink();
    await this.#world.deps.background.settled();
  }

  async #passwordByLink(): Promise<void> {
    const { deps } = this.#world;
    const account = await findByLogin(deps, this.#login);
    const offered = await offerPasswordLink(deps, account?.id ?? '', { clear: false });
    const token = offered.kind === 'issued' ? (offered.link.url.split('#')[1] ?? '') : '';
    this.#secrets.passwords.push(LINK_PASSWORD);
    this.#secrets.tokens.push(token);
    for (const body of [1, 2].map(() => ({ token, newPassword: LINK_PASSWORD })))
      await this.#browser.send('POST', '/api/password-link', body);
  }

  collected(): Secrets {
    // All but the chosen language, which is no secret.
    const tokens = this.exchanges
      .flatMap(({ answer }) => answer.headers.getSetCookie())
      .flatMap((cookie) => /^(?!language=)[^=]+=([^;]+)/.exec(cookie)?.[1] ?? []);
    return { ...this.#secrets, tokens: [...new Set([...this.#secrets.tokens, ...tokens])] };
  }
}
