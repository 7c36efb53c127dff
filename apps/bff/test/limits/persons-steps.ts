import type { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { serverWith } from '../support/other-server.ts';
import { type AppOwner, nextCode, ownerOfBoth, type PhoneOwner } from '../support/owners.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import type { World } from '../support/world.ts';

/** Runs one step and notes what it cost. */
export type Timed = <R>(step: string, ask: () => Promise<R>) => Promise<R>;

/** Long enough that no wait of the round before stands in the way, nor all the messages of a day. */
const BETWEEN_SECONDS = 45 * 60;
const NEW_PASSWORD = 'another lantern in the meadow';

/**
 * Somebody with an app and a phone, who goes through every step again and again. The hash of a password is left out:
 * whatever else a step costs would hide behind it.
 */
export class Person {
  readonly world: World;
  readonly owner: AppOwner & PhoneOwner;
  readonly #browserOf: (address?: string) => Browser;
  #secret: string;
  #recoveryCode: string;

  constructor(world: World, owner: AppOwner & PhoneOwner) {
    this.world = world;
    this.owner = owner;
    this.#browserOf = serverWith(world, { passwords: quickPasswords });
    this.#secret = owner.secret;
    this.#recoveryCode = owner.recoveryCode;
  }

  static async in(world: World): Promise<Person> {
    const owner = await ownerOfBoth(world);
    const person = new Person(world, owner);
    await person.#useApp();
    return person;
  }

  /** What was used last is asked for first: no message is sent but the one that is asked for. */
  async #useApp(): Promise<void> {
    const browser = this.#browserOf('203.0.113.6');
    allowed(await browser.signIn(this.owner.login));
    allowed(await browser.answer('otp', nextCode(this.world, this.#secret)));
  }

  /** Every step once. What a step needs to be possible stands between them, and is not noted. */
  async round(timed: Timed): Promise<void> {
    const { world, owner } = this;
    world.clock.advance(BETWEEN_SECONDS);
    await this.#readMessage(timed);
    await this.#useApp();
    const browser = this.#browserOf('203.0.113.7');
    await timed('a wrong password', () => browser.signIn(owner.login, 'not the password'));
    allowed(await timed('the password, in a new browser', () => browser.signIn(owner.login)));
    await timed('a wrong code', () => browser.answer('otp', 'zzzzzz'));
    const right = nextCode(world, this.#secret);
    allowed(await timed('the code of the app', () => browser.answer('otp', right)));
    allowed(await timed('the session check', () => browser.session()));
    allowed(await timed('the Security tab', () => browser.security()));
    const seenAt = world.clock.now().toISOString();
    allowed(await timed('a notice that was seen', () => browser.send('POST', '/api/notices/seen', { seenAt })));
    await this.#change(browser, timed);
    allowed(await timed('signing out', () => browser.send('DELETE', '/api/session')));
    await this.#useApp();
    await this.#recover(timed);
    await world.deps.background.settled();
  }

  async #change(browser: Browser, timed: Timed): Promise<void> {
    const { world } = this;
    const proof = { password: PASSWORD, answer: { method: 'otp', code: nextCode(world, this.#secret) } };
    allowed(await timed('a step-up', () => browser.send('POST', '/api/step-up', proof)));
    const { authenticators } = (await browser.security()).body;
    const replaces = authenticators.find(({ kind }) => kind === 'app')?.id ?? '';
    const begun = allowed(await timed('an enrolment begins', () => browser.begin({ kind: 'app', replaces })));
    if (begun.kind !== 'app') throw new Error('no app');
    this.#secret = begun.key;
    const right = nextCode(world, begun.key);
    allowed(await timed('an enrolment is confirmed', () => browser.confirm(begun.id, right)));
    const newPassword = NEW_PASSWORD;
    allowed(await timed('a new password', () => browser.send('POST', '/api/password', { newPassword })));
  }

  async #recover(timed: Timed): Promise<void> {
    const browser = this.#browserOf('203.0.113.8');
    allowed(await browser.signIn(this.owner.login));
    allowed(await timed('the recovery code', () => browser.answer('recovery', this.#recoveryCode)));
    this.#recoveryCode = allowed(await timed('a fresh recovery code', () => browser.replaceRecoveryCode())).code;
  }

  async #readMessage(timed: Timed): Promise<void> {
    const browser = this.#browserOf('203.0.113.9');
    const { owner, world } = this;
    allowed(await browser.signIn(owner.login));
    allowed(await timed('a text message', () => browser.send('POST', '/api/sign-in/challenge/sms')));
    await world.deps.background.settled();
    const code = world.phones.codeFor(owner.number);
    allowed(await timed('the code by text message', () => browser.answer('sms', code)));
  }
}

function allowed<T>({ problem, body }: { readonly problem: unknown; readonly body: T }): T {
  if (problem !== null) throw new Error(JSON.stringify(problem));
  return body;
}
