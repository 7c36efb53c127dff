/**
 * What two browsers may do to one account, written down once more and in few words: the promises of DESIGN.md
 * without databases, cookies or transactions. Time is in seconds.
 */
import { codeOf } from '../support/browser.ts';

export type Kind = 'app' | 'phone';
export type Factor = 'otp' | 'sms' | 'recovery';
export type Level = 'aal1' | 'aal2';

const PROCESS_SECONDS = 600;
const TRIES = 5;
const FRESH_SECONDS = 600;
const ABSOLUTE_SECONDS = 12 * 3600;
const IDLE_SECONDS = 3600;
const STEP_SECONDS = 30;
/** How many failures bring about the first wait, and how long the first and the longest are. */
const PASSWORD_WAITS = { first: TRIES, wait: 1, longest: 900 };
const PASSWORD_CHANGE_WAITS = { first: 10, wait: 60, longest: 900 };

/** A challenge, an enrolment or a step-up: ten minutes and five tries, whatever happens in it. */
export interface Process {
  readonly expiresAt: number;
  failed: number;
  state: 'open' | 'answered' | 'cancelled' | 'confirmed' | 'none';
  /** The code of the messages that were sent for it; null while none was. */
  smsCode: string | null;
}

export const newProcess = (now: number): Process => ({
  expiresAt: now + PROCESS_SECONDS,
  failed: 0,
  state: 'open',
  smsCode: null,
});

export function phaseOf(process: Process, now: number): string {
  if (process.state !== 'open') return process.state;
  if (now >= process.expiresAt) return 'expired';
  return process.failed >= TRIES ? 'exhausted' : 'open';
}

/** Whether what was left may be gone on with: a try and three minutes have to be left. */
export const mayGoOn = ({ failed, expiresAt }: Process, now: number) => failed < TRIES && expiresAt - now > 180;

export const triesLeft = (process: Process) => Math.max(0, TRIES - process.failed);

export interface ModelEnrolment extends Process {
  readonly id: string;
  readonly secret: string;
  readonly replaces: string | null;
}

export interface ModelChallenge extends Process {
  readonly startedAt: number;
  /** Whether the browser had completed a sign-in to the account before: it has counts of its own then. */
  readonly known: boolean;
}

export interface ModelSession {
  readonly id: string;
  readonly startedAt: number;
  lastSeen: number;
  ended: boolean;
  byRecovery: 'none' | 'pending' | 'finished';
  /** When each method was last proven. */
  readonly proofs: Map<'pwd' | Factor, number>;
  readonly enrolments: Map<Kind, ModelEnrolment>;
  stepUp: Process | null;
}

export interface ModelRecoveryCode {
  readonly id: string;
  readonly code: string;
  readonly issuedAt: number;
  /** The session that may have it replaced for ten minutes without another proof. */
  readonly replaceableBy: string | null;
  saved: boolean;
  reservedBy: string | null;
  reservedUntil: number;
}

export interface ModelAuthenticator {
  readonly id: string;
  readonly secret: string;
  lastStep: number;
}

export interface Count {
  failed: number;
  until: number;
}

/** Where changes of the password are counted. */
export const PASSWORD_CHANGE = 'password-change';

/** The account as it has to be. */
export class ModelAccount {
  password: string;
  readonly authenticators = new Map<Kind, ModelAuthenticator>();
  recovery: ModelRecoveryCode | null = null;
  readonly counts = new Map<string, Count>();
  readonly passwordCounts = new Map<string, Count & { at: number }>();
  readonly sessions: ModelSession[] = [];
  readonly challenges: ModelChallenge[] = [];

  constructor(password: string) {
    this.password = password;
  }

  get twoFactorOn(): boolean {
    return this.authenticators.size > 0;
  }

  isAlive(session: ModelSession | null, now: number): session is ModelSession {
    if (session === null || session.ended) return false;
    return now < session.startedAt + ABSOLUTE_SECONDS && now - session.lastSeen < IDLE_SECONDS;
  }

  levelOf(session: ModelSession): Level {
    const second = ['otp', 'sms', 'recovery'] as const;
    return session.proofs.has('pwd') && second.some((factor) => session.proofs.has(factor)) ? 'aal2' : 'aal1';
  }

  meetsLevel(session: ModelSession): boolean {
    return !this.twoFactorOn || this.levelOf(session) === 'aal2';
  }

  /** Whether the session's proofs carry a change of the account. */
  isFresh(session: ModelSession, now: number): boolean {
    if (!this.meetsLevel(session)) return false;
    return this.carriedAt(session) >= now - FRESH_SECONDS;
  }

  /** When the proof was given that carries a change. */
  carriedAt(session: ModelSession): number {
    const carrying = this.twoFactorOn ? (['otp', 'sms', 'recovery'] as const) : (['pwd'] as const);
    return Math.max(...carrying.map((method) => session.proofs.get(method) ?? Number.NEGATIVE_INFINITY));
  }

  /** Pays for a try of a factor; false inside a wait, when even the right code is refused. */
  pay(bucket: string, now: number, turn = Number.POSITIVE_INFINITY): boolean {
    const count = this.counts.get(bucket) ?? { failed: 0, until: 0 };
    if (count.until > now && turn > now) return false;
    const failed = count.failed + 1;
    const longest = bucket.startsWith('recovery') ? 60 : 3600;
    const wait = failed < TRIES ? 0 : Math.min(30 * 2 ** (failed - TRIES), longest);
    this.counts.set(bucket, { failed, until: now + wait });
    return true;
  }

  /** Takes a payment back, and the wait that it brought about. */
  giveBack(bucket: string, before: Count | undefined): void {
    this.counts.set(bucket, { failed: before?.failed ?? 0, until: 0 });
  }

  /** The same for a change of the password, which costs hashes whether it succeeds or not. */
  payPasswordChange(now: number): boolean {
    return this.payPassword(PASSWORD_CHANGE, now, PASSWORD_CHANGE_WAITS);
  }

  /** The same for a password, whose failures are forgotten after a quarter of an hour of quiet. */
  payPassword(bucket: string, now: number, { first, wait: shortest, longest } = PASSWORD_WAITS): boolean {
    const found = this.passwordCounts.get(bucket);
    const count = found !== undefined && now - Math.max(found.at, found.until) > 900 ? undefined : found;
    if (count !== undefined && count.until > now) return false;
    const failed = (count?.failed ?? 0) + 1;
    const wait = failed < first ? 0 : Math.min(shortest * 2 ** (failed - first), longest);
    this.passwordCounts.set(bucket, { failed, until: now + wait, at: now });
    return true;
  }

  /** The step that a code spends, -1 when it was spent before, null when it is wrong. */
  judgeTotp(secret: string, lastStep: number, code: string, now: number): number | null {
    const step = Math.floor(now / STEP_SECONDS);
    const fitting = [step - 1, step, step + 1].filter((one) => totpAt(secret, one) === code);
    const highest = fitting.at(-1);
    if (highest === undefined) return null;
    return highest > lastStep ? highest : -1;
  }

  /** What every change of authenticators or password brings about for all but the session that made it. */
  endOthers(but: ModelSession): void {
    for (const session of this.sessions) if (session !== but) session.ended = true;
  }

  endProcesses(): void {
    for (const challenge of this.challenges) challenge.state = 'none';
    for (const session of this.sessions) {
      session.enrolments.clear();
      session.stepUp = null;
    }
  }
}

/** What an app shows in a time step. */
export const totpAt = (secret: string, step: number) => codeOf(secret, new Date(step * STEP_SECONDS * 1000));

/** Six digits that are none of these. */
export function noneOf(codes: readonly string[]): string {
  for (let digits = 123_456; ; digits = (digits + 7919) % 1_000_000) {
    const code = String(digits).padStart(6, '0');
    if (!codes.includes(code)) return code;
  }
}
