import * as z from 'zod';

/**
 * What is wrong with a receipt's signature.
 * `valid` · `unsigned` · `unsigned-first`: the first try only, as in Vonage's rare internal fault ·
 * `wrong-secret` · `alg-none` · `rs256`: signed by an unknown RSA key · `wrong-api-key` ·
 * `wrong-application` · `stale` and `future`: `iat` a day away · `replayed`: the `jti` of an earlier
 * receipt · `altered`: body changed after signing · `reordered`: same JSON, other bytes.
 */
export const signatureKind = z.enum([
  'valid',
  'unsigned',
  'unsigned-first',
  'wrong-secret',
  'alg-none',
  'rs256',
  'wrong-api-key',
  'wrong-application',
  'stale',
  'future',
  'replayed',
  'altered',
  'reordered',
]);
export type SignatureKind = z.infer<typeof signatureKind>;

const milliseconds = z.number().int().min(0).max(86_400_000);

/** Which receipts a message gets, and how they are sent. */
export const receiptPlan = z.strictObject({
  /** How the message ends; `none`: no final receipt ever comes, as in some countries. */
  final: z.enum(['delivered', 'rejected', 'undeliverable', 'none']),
  /** Vonage's code, with `rejected`. */
  code: z.number().int().min(1000).max(2999),
  /** Whether `submitted` comes at all. */
  submitted: z.boolean(),
  submittedAfterMs: milliseconds,
  /** Counted from `submitted`. */
  finalAfterMs: milliseconds,
  /** The final receipt before `submitted`. */
  finalFirst: z.boolean(),
  /** How many times each receipt is sent. */
  copies: z.number().int().min(1).max(5),
  /** All receipts go out before the request itself is answered. */
  beforeAnswer: z.boolean(),
  signature: signatureKind,
  /** Whether a retry carries a new token; Vonage does not say. */
  signAgain: z.boolean(),
  /** The first retry after 429, 5xx or no answer; doubled each time up to 15 min. */
  retryAfterMs: milliseconds.min(1),
});
export type ReceiptPlan = Readonly<z.infer<typeof receiptPlan>>;

export const USUAL_RECEIPTS: ReceiptPlan = {
  final: 'delivered',
  code: 1330,
  submitted: true,
  submittedAfterMs: 300,
  finalAfterMs: 1200,
  finalFirst: false,
  copies: 1,
  beforeAnswer: false,
  signature: 'valid',
  signAgain: true,
  retryAfterMs: 5000,
};
