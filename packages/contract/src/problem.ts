import * as z from 'zod/mini';
import { smsFailure } from './sms.ts';
import { assuranceLevel, stepUpMethod, unusableMethod } from './vocabulary.ts';

const base = {
  title: z.string(),
  status: z.number(),
  requestId: z.optional(z.string()),
};
const of = <T extends string, S extends z.core.$ZodLooseShape>(type: T, extension: S) =>
  z.object({ type: z.literal(type), ...base, ...extension });

const retry = { retryAfterSeconds: z.number() };

/** The closed set of failures (RFC 9457). `type` is the key of the sentence that the client shows. */
export const problem = z.discriminatedUnion('type', [
  // 401
  of('not-signed-in', {}),
  of('wrong-credentials', {}),
  of('wrong-code', {
    attemptsLeft: z.number(),
    /** The code was right and has been used: wait for the next one. */
    alreadyUsed: z.optional(z.literal(true)),
    /** The code fits another time: the phone's clock is off by about so many minutes. */
    clock: z.optional(z.object({ minutes: z.number(), direction: z.enum(['slow', 'fast']) })),
  }),
  // 403
  of('step-up-required', {
    requiredLevel: assuranceLevel,
    maxAgeSeconds: z.number(),
    /** Usable beside the password, the preferred one first; empty at `aal1`: the password alone. Empty at `aal2`: no proof is possible. */
    methods: z.array(stepUpMethod),
    /** What is bound and cannot be used now. */
    unusable: z.array(unusableMethod),
    phoneHint: z.nullable(z.string()),
  }),
  of('level-required', { requiredLevel: assuranceLevel }),
  of('wrong-origin', {}),
  // 404, 405, 409, 410
  of('not-found', {}),
  of('method-not-allowed', {}),
  of('conflict', {
    conflict: z.enum(['already-enrolled', 'nothing-to-replace', 'two-factor-off', 'changed-elsewhere']),
  }),
  of('challenge-over', {
    reason: z.enum(['none', 'expired', 'exhausted', 'cancelled', 'answered']),
  }),
  /** The recovery code is right and reserved for a sign-in that began a moment ago; nothing was counted. */
  of('recovery-code-in-use', retry),
  /** A code for a text message that was never sent; nothing was counted. */
  of('no-code-sent', {}),
  of('enrolment-over', {
    reason: z.enum(['none', 'expired', 'exhausted', 'cancelled', 'confirmed']),
  }),
  // 413, 415, 421, 422
  of('too-large', {}),
  of('unsupported-media-type', {}),
  of('wrong-host', {}),
  of('malformed', { fields: z.array(z.string()) }),
  of('phone-refused', {
    reason: z.enum([
      'not-a-number',
      'too-short',
      'too-long',
      'not-mobile',
      'premium',
      'extension',
      'country-not-served',
    ]),
    country: z.nullable(z.string()),
  }),
  of('password-refused', {
    reason: z.enum(['too-short', 'too-long', 'common', 'contains-login', 'same']),
  }),
  of('sms-not-offered', {}),
  // 429
  of('too-many-attempts', retry),
  of('second-factor-blocked', retry),
  of('second-factor-disabled', {}),
  /** `earlierCodeWorks`: a message left before, and its code is good here. */
  of('too-many-messages', { ...retry, earlierCodeWorks: z.boolean() }),
  // 500, 503
  of('unexpected', {}),
  /** A stored secret could not be opened or a part of the check failed: nobody is let in, nothing was decided. */
  of('cannot-verify', {}),
  of('busy', retry),
  /** A server of an older release is still at work, and would not know what this makes. */
  of('upgrade-under-way', retry),
  of('sms-not-sent', { failure: smsFailure }),
]);
export type Problem = z.infer<typeof problem>;
export type ProblemType = Problem['type'];
export type ProblemOf<T extends ProblemType> = Extract<Problem, { type: T }>;

/** The HTTP status of each problem. */
export const PROBLEM_STATUS = {
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'wrong-code': 401,
  'step-up-required': 403,
  'level-required': 403,
  'wrong-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'challenge-over': 410,
  'recovery-code-in-use': 409,
  'no-code-sent': 409,
  'enrolment-over': 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  'wrong-host': 421,
  malformed: 422,
  'phone-refused': 422,
  'password-refused': 422,
  'sms-not-offered': 409,
  'too-many-attempts': 429,
  'second-factor-blocked': 429,
  'second-factor-disabled': 403,
  'too-many-messages': 429,
  unexpected: 500,
  'cannot-verify': 503,
  busy: 503,
  'upgrade-under-way': 503,
  'sms-not-sent': 503,
} as const satisfies Record<ProblemType, number>;
