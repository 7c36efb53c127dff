import type { Answer, Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { readEverything } from '../support/invariants.ts';
import type { World } from '../support/world.ts';
import {
  type Factor,
  type Kind,
  ModelAccount,
  type ModelChallenge,
  type ModelSession,
  noneOf,
  totpAt,
} from './model-account.ts';
import type { Typed } from './model-commands.ts';

/** What a browser holds, as the model sees it. A dead cookie stays until an answer takes it back. */
export interface Jar {
  session: ModelSession | null;
  challenge: ModelChallenge | null;
  /** Whether this browser completed a sign-in to the account. */
  known: boolean;
  browserId: string | null;
}

export type Everything = Awaited<ReturnType<typeof readEverything>>;

/** One account, two browsers that know its password, and the model of all that. */
export class Scene {
  readonly model = new ModelAccount(PASSWORD);
  readonly jars: readonly [Jar, Jar] = [emptyJar(), emptyJar()];
  readonly browsers: readonly [Browser, Browser];
  readonly retired: string[] = [];
  readonly oldPasswords: string[] = [];
  readonly oldRecovery: { id: string; code: string }[] = [];
  readonly numbers: readonly [string, string];
  readonly world: World;
  /** Told what became of each command. */
  readonly note: (what: string) => void;
  readonly account: { readonly id: string; readonly login: string };

  constructor(
    world: World,
    account: { readonly id: string; readonly login: string },
    serial: number,
    note: (what: string) => void,
  ) {
    this.world = world;
    this.note = note;
    this.account = account;
    const address = (browser: number) => `10.${browser}.${(serial >> 8) & 255}.${serial & 255}`;
    this.browsers = [world.browser(address(0)), world.browser(address(1))];
    const ending = (number: number) => String((serial * 2 + number) % 10_000).padStart(4, '0');
    this.numbers = [`+3363998${ending(0)}`, `+3363998${ending(1)}`];
  }

  get now(): number {
    return this.world.clock.now().getTime() / 1000;
  }

  jar(who: number): Jar {
    return who === 0 ? this.jars[0] : this.jars[1];
  }

  browser(who: number): Browser {
    return who === 0 ? this.browsers[0] : this.browsers[1];
  }

  /** Everything of this account, as it is stored. */
  async stored(): Promise<Everything> {
    const { accounts, ...rest } = await readEverything(this.world.database);
    const own = <T extends { readonly accountId: string }>(list: readonly T[]) =>
      list.filter((one) => one.accountId === this.account.id);
    return {
      accounts: accounts.filter(({ id }) => id === this.account.id),
      authenticators: own(rest.authenticators),
      recoveryCodes: own(rest.recoveryCodes),
      sessions: own(rest.sessions),
      events: own(rest.events),
      enrolments: own(rest.enrolments),
      challenges: own(rest.challenges),
      attempts: own(rest.attempts),
      messages: own(rest.messages),
    };
  }

  hashOf(token: string | undefined): string {
    return token === undefined ? '' : this.world.deps.tokens.hash(token);
  }

  retire(token: string | undefined): void {
    if (token !== undefined) this.retired.push(token);
  }

  /** The digits of an app for what is to be typed: around now, one that was spent, or none of them. */
  totp(secret: string | undefined, lastStep: number, typed: Typed): string {
    if (secret === undefined) return '000000';
    const step = Math.floor(this.now / 30);
    const around = [-1, 0, 1].map((by) => totpAt(secret, step + by));
    switch (typed) {
      case 'early':
        return around[0] ?? '';
      case 'right':
        return around[1] ?? '';
      case 'late':
        return around[2] ?? '';
      case 'stale':
        return totpAt(secret, lastStep > 0 ? lastStep : step - 40);
      case 'wrong':
        return noneOf(around);
    }
  }

  /** Six digits for a message: those that it holds, those of an earlier one, or neither. */
  sms(code: string | null, typed: Typed): string {
    const sent = this.world.phones.sent.map(({ text }) => text.slice(0, 6)).filter((one) => /^\d{6}$/.test(one));
    if (typed === 'right') return code ?? noneOf(sent.slice(-50));
    if (typed === 'stale') return sent.findLast((one) => one !== code) ?? noneOf(sent.slice(-50));
    return noneOf([...sent.slice(-50), code ?? '']);
  }

  recoveryCode(typed: Typed): string {
    const present = this.model.recovery?.code;
    if (typed === 'stale' || typed === 'early') return this.oldRecovery.at(-1)?.code ?? 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF';
    if (typed === 'wrong' || present === undefined) return 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF';
    return typed === 'late' ? present.toLowerCase().replaceAll('-', ' ') : present;
  }

  typedFor(method: Factor, code: Typed, smsCode: string | null): string {
    const app = this.model.authenticators.get('app');
    if (method === 'otp') return this.totp(app?.secret, app?.lastStep ?? 0, code);
    return method === 'sms' ? this.sms(smsCode, code) : this.recoveryCode(code);
  }
}

const emptyJar = (): Jar => ({ session: null, challenge: null, known: false, browserId: null });

/** One request, what may come of it by the model, and what the model becomes when it succeeds. */
export interface Step {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** `ok`, or problems by type and reason; the first is the rule, others depend on how many messages went before. */
  readonly expected: readonly string[];
  readonly succeeded?: (answer: Answer<Body>, browser: Browser) => void | Promise<void>;
  /** Of two at once, one may succeed at most. */
  readonly once?: true;
}

/** What the model reads in answers. */
export interface Body {
  readonly id?: string;
  readonly code?: string;
  readonly kind?: Kind;
  readonly key?: string;
  readonly recoveryCode?: { readonly id: string; readonly code: string } | null;
}
