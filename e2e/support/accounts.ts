import * as z from 'zod';
import { AuthenticatorApp, readOtpauth } from './authenticator-app.ts';
import type { ServerClock } from './clock.ts';
import { askJson } from './http.ts';
import type { PhoneNetwork } from './phone.ts';
import type { Addresses } from './stack.ts';
import { Visitor } from './visitor.ts';

export type Language = 'fr' | 'en';

/** What protects an account; the recovery code is saved unless the state says otherwise. */
export type Protection =
  | 'nothing'
  | 'app'
  | 'phone'
  | 'app and phone'
  /** An app, and a recovery code that was shown and never confirmed as saved. */
  | 'app, code unsaved'
  /** An app, and so many wrong codes from strangers that none is taken for some minutes. */
  | 'app, blocked';

const created = z.object({ id: z.string(), link: z.nullable(z.object({ url: z.string() })) });

interface Facts {
  /** Known of accounts that were made behind the console's back. */
  readonly id?: string;
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly language: Language;
  readonly protection: Protection;
  /** A phone number of this account alone, whether it is bound or not. International, without spaces. */
  readonly number: string;
}

/** An account that was made for one test, and what its owner holds. */
export class Account implements Omit<Facts, 'id'> {
  readonly id: string | undefined;
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly language: Language;
  readonly protection: Protection;
  readonly number: string;
  readonly #app: AuthenticatorApp | undefined;
  readonly #recoveryCode: string | undefined;

  constructor(facts: Facts, held: { app?: AuthenticatorApp | undefined; recoveryCode?: string }) {
    this.id = facts.id;
    this.login = facts.login;
    this.password = facts.password;
    this.name = facts.name;
    this.language = facts.language;
    this.protection = facts.protection;
    this.number = facts.number;
    this.#app = held.app;
    this.#recoveryCode = held.recoveryCode;
  }

  /** Throws where the account was made without one. */
  get app(): AuthenticatorApp {
    return this.#app ?? missing('an authenticator app');
  }

  /** Throws where the account was made without one. */
  get recoveryCode(): string {
    return this.#recoveryCode ?? missing('a recovery code');
  }
}

const PASSWORD = 'quiet harbour window 27';
const NAMES = { fr: 'Élodie Besnard', en: 'Harriet Cole' } as const;
/** Wrong codes in a row before the first wait of 30 s, which doubles from then on. */
const FREE_GUESSES = 5;
const GUESSES_OF_ONE_CHALLENGE = 4;

type Guessed = Pick<Account, 'login' | 'password' | 'app'>;

let made = 0;
const ofThisProcess = String(process.pid % 10_000).padStart(4, '0');

/** All of one length, in digits of one width, so that no line breaks in one run and not in another. */
const freshLogin = () => `person-${ofThisProcess}-${String(made).padStart(3, '0')}@example.com`;

/** Makes accounts, each in the state that a test begins with, each with a login, a number and an address of its own. */
export class Accounts {
  readonly #addresses: Addresses;
  readonly #clock: ServerClock;
  readonly #phone: PhoneNetwork;
  readonly #language: Language;

  constructor(parts: { addresses: Addresses; clock: ServerClock; phone: PhoneNetwork; language: Language }) {
    this.#addresses = parts.addresses;
    this.#clock = parts.clock;
    this.#phone = parts.phone;
    this.#language = parts.language;
  }

  /** An account with this protection, speaking the project's language unless another is given. */
  async make(
    protection: Protection,
    options: { language?: Language; name?: string; login?: string } = {},
  ): Promise<Account> {
    const language = options.language ?? this.#language;
    made += 1;
    const base = {
      login: options.login ?? freshLogin(),
      password: PASSWORD,
      name: options.name ?? NAMES[language],
      language,
    };
    const { id } = created.parse(await askJson('POST', `${this.#addresses.control}/accounts`, base));
    const number = freshNumber(made);
    const facts = { ...base, id, protection, number };
    return new Account(facts, await this.#protect(facts));
  }

  /** An account that has no password yet, and the one-time link with which its owner sets one, good for 24 hours. */
  async withLink({ hoursAgo = 0 } = {}): Promise<{ login: string; name: string; link: string }> {
    made += 1;
    const login = freshLogin();
    const name = NAMES[this.#language];
    const base = { login, name, language: this.#language, password: null, hoursAgo };
    const { link } = created.parse(await askJson('POST', `${this.#addresses.control}/accounts`, base));
    return { login, name, link: link?.url ?? missing('a link') };
  }

  /** Disables app and phone, as a hundred wrong codes in a row do. */
  async disableMethods({ id = missing('an id') }: Account): Promise<void> {
    await askJson('POST', `${this.#addresses.control}/accounts/${id}/disabled-methods`);
  }

  /** Takes the recovery code back, as a restore from a backup does. */
  async takeCodeBack({ id = missing('an id') }: Account): Promise<void> {
    await askJson('POST', `${this.#addresses.control}/accounts/${id}/taken-back-code`);
  }

  /**
   * A visitor who is signed in, with a second factor where the account has one, and has seen what happened to the account
   * so far, as in a browser that its owner uses; `unseen` leaves that to be told.
   */
  async signedIn(account: Account, { unseen = false } = {}): Promise<Visitor> {
    const visitor = this.stranger();
    const view = await visitor.signIn(account.login, account.password);
    if (view.state === 'challenged') {
      if (view.methods.some(({ method }) => method === 'otp')) await visitor.answer('otp', await account.app.code());
      else await visitor.answer('sms', await this.#phone.code(account.number));
      await this.#phone.forget(account.number);
    }
    if (!unseen) await visitor.seeNotices();
    return visitor;
  }

  /** A browser that has never been here, at an address of its own. */
  stranger(): Visitor {
    return new Visitor(this.#addresses.origin, freshAddress());
  }

  async #protect(account: { login: string; password: string; protection: Protection; number: string }) {
    const { login, password, protection, number } = account;
    if (protection === 'nothing') return {};
    const visitor = this.stranger();
    await visitor.signIn(login, password);
    // The phone first: the method bound last is the one that the next sign-in asks for.
    const phone = protection.includes('phone') ? await this.#enrolPhone(visitor, number) : undefined;
    const app = protection === 'phone' ? undefined : await this.#enrolApp(visitor);
    const issued = phone?.recoveryCode ?? app?.recoveryCode ?? missing('a recovery code');
    if (protection !== 'app, code unsaved') await visitor.acknowledge(issued.id);
    await visitor.signOut();
    if (protection === 'app, blocked' && app) await this.guessWrongly({ login, password, app: app.app }, 7);
    return { app: app?.app, recoveryCode: issued.code };
  }

  async #enrolApp(visitor: Visitor) {
    const begun = await visitor.beginApp();
    if (begun.kind !== 'app') return missing('an enrolment of an app');
    const app = new AuthenticatorApp(readOtpauth(begun.otpauthUri), this.#clock);
    const { recoveryCode } = await visitor.confirm(begun.id, await app.code());
    return { app, recoveryCode };
  }

  async #enrolPhone(visitor: Visitor, number: string) {
    const begun = await visitor.beginPhone(number);
    const confirmed = await visitor.confirm(begun.id, await this.#phone.code(number));
    await this.#phone.forget(number);
    return confirmed;
  }

  /** Somebody who knows the password answers wrongly so many times; the last refusal stands when this is done. */
  async guessWrongly({ login, password, app }: Guessed, times: number): Promise<void> {
    for (let done = 0; done < times; ) {
      const visitor = this.stranger();
      await visitor.signIn(login, password);
      for (let guess = 0; guess < GUESSES_OF_ONE_CHALLENGE && done < times; guess += 1) {
        // Waits are sat out, all but the last.
        if (done >= FREE_GUESSES) await this.#clock.advance({ seconds: 30 * 2 ** (done - FREE_GUESSES) });
        await visitor.ask('POST', '/api/sign-in/challenge/answer', { method: 'otp', code: await app.wrongCode() });
        done += 1;
      }
    }
  }
}

function missing(what: string): never {
  throw new Error(`the account was made without ${what}`);
}

/** 06 39 98 and its neighbours are fictional numbers; endings below 0400 are ordinary ones to the sandbox. */
function freshNumber(count: number): string {
  const series = 90 + (count % 10);
  const ending = String(Math.floor(count / 10) % 400).padStart(4, '0');
  return `+336 39 ${series} ${ending}`.replaceAll(' ', '');
}

let addresses = 0;

/** Out of 10.0.0.0/8, spread over networks so that lists of sessions differ. */
export function freshAddress(): string {
  addresses += 1;
  return `10.${process.pid % 250}.${Math.floor(addresses / 250) % 250}.${1 + (addresses % 250)}`;
}
