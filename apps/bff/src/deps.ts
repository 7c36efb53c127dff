import type { ProblemType } from '@wattsense/contract/problem';
import type { SecurityEventKind } from '@wattsense/contract/security';
import type { SmsFailure } from '@wattsense/contract/sms';
import type { AuthenticationMethod, Language } from '@wattsense/contract/vocabulary';
import type { Authenticators } from './authenticators/registry.ts';
import type { Config } from './config.ts';
import type { Database } from './store/database.ts';

/** The process's clock, or the database's where several instances must agree. */
export interface Clock {
  now(): Date;
}

/**
 * Elapsed time and waiting: what limits, pauses and intervals are measured by. It begins anywhere and never goes back,
 * whatever is done to the host's clock; what time of day it is only the `Clock` knows.
 */
export interface Timers {
  /** Milliseconds since some beginning. */
  elapsedMs(): number;
  /** Runs a task once when so many milliseconds have passed: a limit. @returns what calls it off. */
  after(ms: number, task: () => void): () => void;
  /** Runs a task again and again, keeping no process alive. @returns what ends it. */
  every(ms: number, task: () => void): () => void;
  /** Resolves when so many milliseconds have passed: there is nothing to do until then. */
  pause(ms: number): Promise<void>;
}

export interface Random {
  /** From the operating system's CSPRNG. */
  bytes(length: number): Uint8Array;
  /** A new row id: UUID version 7, sortable by time. Never used as a secret. */
  id(): string;
}

/** Opaque secrets that stand for a session, a challenge or a known browser; only their hash is stored. */
export interface Tokens {
  /** 256 random bits as base64url, and their hash. */
  issue(): { readonly token: string; readonly hash: string };
  /** SHA-256 as base64url. */
  hash(token: string): string;
}

/** Where a sealed value stands; part of its associated data, so that a copied row does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly accountId: string;
  readonly rowId: string;
}

/** What a keyed hash is for; each purpose has its own HKDF sub-key. */
export type MacPurpose = 'phone-index' | 'recovery-code' | 'throttle-key' | 'passkey-challenge';

/** Whose SMS code is wanted: one per challenge or enrolment, the same at every resend. */
export interface SmsCodeSubject {
  readonly purpose: 'sign-in' | 'enrolment' | 'step-up';
  readonly id: string;
  readonly accountId: string;
  readonly keyId: string;
}

/** The key ring: the first key seals and signs, the others only open and verify. */
export interface Keys {
  readonly primaryId: string;
  readonly ids: readonly string[];
  /** AES-256-GCM; returns `v1.<key id>.<nonce>.<ciphertext and tag>`. */
  seal(plaintext: string, place: SealedPlace): string;
  /** Null when the key is unknown or the value does not open: a refusal, never "no second factor". */
  open(sealed: string, place: SealedPlace): string | null;
  /** HMAC-SHA-256 as base64url; null when `keyId` is unknown. */
  mac(purpose: MacPurpose, message: string, keyId?: string): string | null;
  /** Six digits; null when the subject's key is unknown. */
  smsCode(subject: SmsCodeSubject): string | null;
}

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly needsRehash: boolean }
  | { readonly kind: 'wrong' }
  /** What is stored is no hash that this release can read. */
  | { readonly kind: 'cannot-verify' }
  | { readonly kind: 'busy' };

/** Who asks for a hash: people already signed in go first, browsers known to an account next, strangers last. */
export type HashTurn = 'signed-in' | 'known' | 'stranger';

/** Whose place in the queue it is: nobody takes all of them. */
export interface Asker {
  readonly turn: HashTurn;
  /** A session, a known browser, or a client. */
  readonly client: string;
  /** Of what it is a part, and one of which may be had in any number: its account, or the network around it. */
  readonly part: string;
}

export interface PasswordHasher {
  /** Whether this asker's password would be looked at now. A place may be gone by the time it is asked for. */
  hasRoom(asker?: Asker): boolean;
  /** Null when there is no place. The result names its pepper key and its parameters. */
  hash(password: string, asker?: Asker): Promise<string | null>;
  /**
   * With `null` as the stored hash (unknown login) the same work is done and the verdict is `wrong`. Without an asker
   * it is a stranger of no address.
   */
  verify(password: string, stored: string | null, asker?: Asker): Promise<PasswordVerdict>;
}

export interface OutgoingSms {
  /** E.164 with its plus sign. */
  readonly to: string;
  readonly country: string;
  readonly text: string;
  /** Opaque, without any part of the number; echoed in receipts. */
  readonly reference: string;
}

/** What became of a send; the provider's own words never leave the adapter. */
export type SmsOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'failed'; readonly failure: SmsFailure };

export interface SmsGateway {
  /** At most 8 s; never throws; at most one retry, and only when nothing can have been sent. */
  send(message: OutgoingSms): Promise<SmsOutcome>;
  /** Whether calls are paused after failures in a row. */
  paused?(): boolean;
}

/** The fields that may be logged; anything else does not compile. */
export interface LogFields {
  readonly requestId?: string;
  readonly event?: string;
  readonly accountId?: string;
  readonly authenticatorId?: string;
  readonly sessionId?: string;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly network?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly country?: string;
  readonly lastDigits?: string;
  readonly providerStatus?: number;
  readonly providerCode?: string;
  readonly providerRequestId?: string;
  readonly reference?: string;
  readonly errorName?: string;
  readonly errorCode?: string;
  readonly count?: number;
  readonly url?: string;
  /** Where this process listens, never a client's. */
  readonly listensAt?: string;
  readonly release?: string;
  readonly language?: Language;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Work that goes on after the answer was given (a send); awaited at shutdown and by tests. */
export interface Background {
  run(name: string, work: () => Promise<void>): void;
  settled(): Promise<void>;
  /**
   * Does in the next turn what must be done, and keeps it while the database is `Unavailable`; resolves after the
   * first try, whatever came of it.
   * @param subject whose counts it is about: what is owed to one waits for nobody else.
   * @param work may run more than once, and must come to the same.
   */
  owe(subject: string, name: string, work: () => Promise<void>): Promise<void>;
  /**
   * Tries again what is owed, to one subject or to all; tells how many still wait.
   * Throws `Unavailable` where one subject was named and still waits.
   */
  settleOwed(subject?: string): Promise<number>;
}

/** A request that was answered. */
export interface FinishedRequest {
  readonly method: string;
  /** The router's pattern, never a path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly problem: ProblemType | null;
}

/** What is counted for operators. Every label is of a closed set: never an account, a login or an address. */
export interface Metrics {
  requestFinished(request: FinishedRequest): void;
  /** A security event was committed. */
  eventWritten(kind: SecurityEventKind, method: AuthenticationMethod | null): void;
  challengeBegun(purpose: string): void;
  /** Strangers made a hundred more wrong passwords in a row with one login, whether an account has it or not. */
  loginGuessed(): void;
  smsSent(outcome: SmsOutcome, country: string, seconds: number): void;
  /** The code of a challenge or enrolment was entered: its message reached a person. */
  smsVerified(): void;
  /** A wait, a cap or a pause held a message back. */
  smsHeld(reason: string): void;
  /** Operators were told of a cap that was reached, or of a prefix or country that was paused. */
  smsAlarm(kind: string): void;
  /** A receipt told what became of a message, or was not taken. */
  smsReceipt(state: string): void;
  /** A hash was refused because the queue was full, or gave way to somebody signed in. */
  hashRefused(turn: HashTurn): void;
  /** @param error null, or a short code of the failure. */
  databaseUsed(seconds: number, error: string | null): void;
  backgroundFailed(name: string): void;
  pruned(rows: number): void;
}

/** What the process knows about its own fitness; read by readiness and metrics. */
export interface Fitness {
  /** It was told to stop: it finishes what it has. */
  stopping(): boolean;
  /** Milliseconds between this host's clock and the one that all instances share; 0 where there is one host. */
  clockOffsetMs(): number;
  /** Calls to the SMS provider are paused after failures in a row. */
  smsPaused(): boolean;
  /** A write failed for want of room in the last minute, though a smaller one may have succeeded since. */
  outOfRoom(): boolean;
}

/** Everything outside: time, randomness, the network, the database; and the kinds of authenticator. `createApp` takes nothing else. */
export interface Deps {
  readonly config: Config;
  readonly authenticators: Authenticators<Deps>;
  readonly database: Database;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly tokens: Tokens;
  readonly keys: Keys;
  readonly passwords: PasswordHasher;
  /** Null when there are no Vonage credentials: SMS is not offered then. */
  readonly sms: SmsGateway | null;
  readonly log: Log;
  readonly background: Background;
  readonly metrics: Metrics;
  readonly fitness: Fitness;
}
