import type { ConfirmedEnrolment, Enrolment } from '@wattsense/contract/enrolments';
import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { SessionView } from '@wattsense/contract/session';
import { type Browser, codeOf } from '../apps/bff/test/support/browser.ts';
import { PASSWORD } from '../apps/bff/test/support/fixed-values.ts';
import type { Asked, Effect } from './history.ts';
import type { Outcome, Recorder } from './recorder.ts';

const STEP_MS = 30_000;

export interface PersonParts {
  readonly login: string;
  readonly recorder: Recorder;
  readonly now: () => Date;
  /** A browser of theirs, new or with the cookies of another. */
  readonly browser: (like?: Browser) => Browser;
}

type Entitled = Asked['entitled'];

/** Somebody with an account: what they hold, and what they do with the console, all of it written down. */
export class Person {
  readonly login: string;
  readonly parts: PersonParts;
  browser: Browser;
  /** What the app on their phone holds. */
  secret = '';
  recoveryCode: RecoveryCodeOnce | null = null;
  /** The session of an earlier visit, with the browser that has it. */
  kept: { readonly browser: Browser; readonly session: string } | null = null;
  visits = 0;
  #lastStep = 0;

  constructor(parts: PersonParts) {
    this.parts = parts;
    this.login = parts.login;
    this.browser = parts.browser();
  }

  /** Goes on in a browser that was never here. */
  anew(): this {
    this.browser = this.parts.browser();
    return this;
  }

  /** The names of what the history speaks of. */
  things() {
    const { login } = this;
    return {
      twoFactor: `two-factor of ${login}`,
      signIns: `sign-ins of ${login}`,
      authenticatorsAdded: `authenticators added by ${login}`,
      step: (step: number) => `time step ${step} of ${login}`,
      recoveryCode: (id: string) => `recovery code ${id} of ${login}`,
    };
  }

  step = (): number => Math.floor(this.parts.now().getTime() / STEP_MS);
  codeAt = (step: number): string => codeOf(this.secret, new Date(step * STEP_MS));

  /** The first code that was not read before, of this step or the next, which is accepted already. */
  nextStep(): number {
    this.#lastStep = Math.max(this.step(), this.#lastStep + 1);
    return this.#lastStep;
  }

  /** Of the code that was read last. */
  get lastStep(): number {
    return this.#lastStep;
  }

  password(entitled: Entitled = 'may', { opens = false } = {}): Promise<Outcome<SessionView>> {
    const effects: Effect[] = opens ? [{ kind: 'add', thing: this.things().signIns }] : [];
    const wish = { who: this.login, what: 'password', entitled, effects };
    return this.parts.recorder.ask(wish, () => this.browser.signIn(this.login, PASSWORD));
  }

  /** Answers the second step with the app's code of a step. */
  answer(step: number, entitled: Entitled = 'may', browser = this.browser): Promise<Outcome<SessionView>> {
    const { step: secret, signIns } = this.things();
    const effects: Effect[] = [
      { kind: 'spend', secret: secret(step) },
      { kind: 'add', thing: signIns },
    ];
    const wish = { who: this.login, what: `code of step ${step}`, entitled, effects };
    return this.parts.recorder.ask(wish, () => browser.answer('otp', this.codeAt(step)));
  }

  answerRecovery(code: string, entitled: Entitled = 'may'): Promise<Outcome<SessionView>> {
    const effects: Effect[] = [{ kind: 'add', thing: this.things().signIns }];
    const wish = { who: this.login, what: 'recovery code', entitled, effects };
    return this.parts.recorder.ask(wish, () => this.browser.answer('recovery', code));
  }

  /** Fetches a fresh recovery code: after coming in by recovery that spends the old one. */
  async freshRecoveryCode(spends: string | null, entitled: Entitled = 'may'): Promise<Outcome<RecoveryCodeOnce>> {
    const effects: Effect[] = spends === null ? [] : [{ kind: 'spend', secret: this.things().recoveryCode(spends) }];
    const wish = { who: this.login, what: 'fresh recovery code', entitled, effects };
    const outcome = await this.parts.recorder.ask(wish, () => this.browser.replaceRecoveryCode());
    if (outcome.body !== null) this.recoveryCode = outcome.body;
    return outcome;
  }

  async beginApp(entitled: Entitled = 'may'): Promise<Enrolment | null> {
    const wish = { who: this.login, what: 'begin an app', entitled };
    const { body } = await this.parts.recorder.ask(wish, () => this.browser.begin({ kind: 'app' }));
    if (body?.kind === 'app') this.secret = body.key;
    return body;
  }

  async confirm(id: string, step: number, entitled: Entitled = 'may'): Promise<Outcome<ConfirmedEnrolment>> {
    const { twoFactor, authenticatorsAdded, step: secret } = this.things();
    const effects: Effect[] = [
      { kind: 'spend', secret: secret(step) },
      { kind: 'set', thing: twoFactor, value: 'on' },
      { kind: 'add', thing: authenticatorsAdded },
    ];
    const wish = { who: this.login, what: `confirm with step ${step}`, entitled, effects };
    const outcome = await this.parts.recorder.ask(wish, () => this.browser.confirm(id, this.codeAt(step)));
    if (outcome.body?.recoveryCode) this.recoveryCode = outcome.body.recoveryCode;
    return outcome;
  }

  async turnOff(entitled: Entitled = 'may'): Promise<Outcome<unknown>> {
    const effects: Effect[] = [{ kind: 'set', thing: this.things().twoFactor, value: 'off' }];
    const wish = { who: this.login, what: 'turn off', entitled, effects };
    return this.parts.recorder.ask(wish, () => this.browser.send('DELETE', '/api/two-factor'));
  }

  /** Both steps, as somebody who holds everything while nothing is broken. */
  async signIn(step = this.nextStep()): Promise<Outcome<SessionView>> {
    await this.password('must');
    return this.answer(step, 'must');
  }

  /** From an account with a password alone to one with an app. */
  async enrol(): Promise<this> {
    await this.password('must', { opens: true });
    const begun = await this.beginApp('must');
    if (begun === null) throw new Error(`${this.login} could not begin`);
    await this.confirm(begun.id, this.nextStep(), 'must');
    return this;
  }
}
