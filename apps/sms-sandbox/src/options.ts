import type { ReceiptPlan } from './receipts/plan.ts';

/** Runs a task once after a delay in milliseconds; the returned function calls it off. */
export type Schedule = (delayMs: number, task: () => void) => () => void;

/**
 * What the sandbox checks senders against. With neither pair it is open: it then takes any
 * well-formed JWT or Basic credential, and its page says so.
 */
export interface Credentials {
  readonly applicationId?: string | undefined;
  /** PEM of the RSA public key that belongs to the application's private key. */
  readonly publicKey?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiSecret?: string | undefined;
}

export interface SandboxOptions {
  /** The clock; a test moves it. */
  readonly now: () => Date;
  readonly credentials?: Credentials | undefined;
  /** Signs receipts (HS256). Without one the published default below is used. */
  readonly signatureSecret?: string | undefined;
  /** Changes to the usual receipts: `submitted` after 300 ms, `delivered` after another 1200 ms. */
  readonly receipts?: Partial<ReceiptPlan> | undefined;
  /** Requests a second before 429; Vonage's figure is 30. */
  readonly requestsPerSecond?: number | undefined;
  /** Timers; a test passes one that it runs by hand. */
  readonly schedule?: Schedule | undefined;
  /** Random UUIDs (version 4). */
  readonly newId?: (() => string) | undefined;
  /** Carries receipts to the webhook. */
  readonly fetch?: typeof fetch | undefined;
}

/** Not a secret: printed on the guide, so that receipts can be verified without any set-up. */
export const DEFAULT_SIGNATURE_SECRET = 'sms-sandbox-signature-secret-known-to-all';

/** The API key named in receipts where none was registered; shaped like Vonage's eight characters. */
export const DEFAULT_API_KEY = '5a0db0c5';

export function realSchedule(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
}
