import * as z from 'zod/mini';
import { stepUpOffer } from './methods.ts';
import { smsFailure } from './sms.ts';
import { assuranceLevel, unusableMethod } from './vocabulary.ts';

const base = { title: z.string(), status: z.number(), requestId: z.optional(z.string()) };
/** @param title short and in English, for developers; people get a sentence in their language by the type. */
const of = <const S extends number, X extends z.core.$ZodLooseShape>(status: S, title: string, extension: X) => ({
  status,
  title,
  schema: z.object({ ...base, ...extension }),
});
const retry = { retryAfterSeconds: z.number() };

/** The closed set of failures (RFC 9457), by type: the status over HTTP, the title, and what it says beside them. */
export const PROBLEMS = {
  'not-signed-in': of(401, 'Not signed in', {}),
  'wrong-credentials': of(401, 'Wrong login or password', {}),
  'wrong-code': of(401, 'Wrong code', {
    attemptsLeft: z.number(),
    /** The code was right and has been used: wait for the next one. */
    alreadyUsed: z.optional(z.literal(true)),
    /** The code fits another time: the phone's clock is off by about so many minutes. */
    clock: z.optional(z.object({ minutes: z.number(), direction: z.enum(['slow', 'fast']) })),
  }),
  'step-up-required': of(403, 'A fresh proof is needed', {
    requiredLevel: assuranceLevel,
    maxAgeSeconds: z.number(),
    /** Usable beside the password, the preferred one first; empty at `aal1`: the password alone. Empty at `aal2`: no proof is possible. */
    methods: z.array(stepUpOffer),
    /** What is bound and cannot be used now. */
    unusable: z.array(unusableMethod),
  }),
  'level-required': of(403, 'A higher assurance level is needed', { requiredLevel: assuranceLevel }),
  'wrong-origin': of(403, 'The request does not come from the console', {}),
  'not-found': of(404, 'Not found', {}),
  'method-not-allowed': of(405, 'Method not allowed', {}),
  conflict: of(409, 'The state changed or does not allow this', {
    conflict: z.enum(['already-enrolled', 'nothing-to-replace', 'two-factor-off', 'changed-elsewhere']),
  }),
  'challenge-over': of(410, 'The sign-in is over: begin again', {
    reason: z.enum(['none', 'expired', 'exhausted', 'cancelled', 'answered']),
  }),
  /** The recovery code is right and reserved for a sign-in that began a moment ago; nothing was counted. */
  'recovery-code-in-use': of(409, 'The recovery code is reserved for a sign-in under way', retry),
  /** A code for a text message that was never sent; nothing was counted. */
  'no-code-sent': of(409, 'No text message was sent for this: ask for one', {}),
  'enrolment-over': of(410, 'The enrolment is over: begin again', {
    reason: z.enum(['none', 'expired', 'exhausted', 'cancelled', 'confirmed']),
  }),
  'too-large': of(413, 'The body is too large', {}),
  'unsupported-media-type': of(415, 'The body must be application/json', {}),
  'wrong-host': of(421, 'The console is not served under this host', {}),
  malformed: of(422, 'The request is malformed', { fields: z.array(z.string()) }),
  'phone-refused': of(422, 'This number cannot be used', {
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
  'password-refused': of(422, 'This password cannot be used', {
    reason: z.enum(['too-short', 'too-long', 'common', 'contains-login', 'same']),
  }),
  'sms-not-offered': of(409, 'Text messages are not offered here', {}),
  'passkeys-not-offered': of(409, 'Passkeys are not offered here', {}),
  'too-many-attempts': of(429, 'Too many attempts', retry),
  'second-factor-blocked': of(429, 'Too many wrong codes: wait', retry),
  'second-factor-disabled': of(403, 'The second factor was disabled after too many wrong codes', {}),
  /** `earlierCodeWorks`: a message left before, and its code is good here. */
  'too-many-messages': of(429, 'Too many text messages: wait', { ...retry, earlierCodeWorks: z.boolean() }),
  unexpected: of(500, 'Something went wrong', {}),
  /** A stored secret could not be opened or a part of the check failed: nobody is let in, nothing was decided. */
  'cannot-verify': of(503, 'This cannot be verified now', {}),
  busy: of(503, 'Busy: try again in a moment', retry),
  /** A server of an older release is still at work, and would not know what this makes. */
  'upgrade-under-way': of(503, 'The console is being upgraded: try again in a few minutes', retry),
  'sms-not-sent': of(503, 'The text message could not be sent', { failure: smsFailure }),
};
export type ProblemType = keyof typeof PROBLEMS;

/** The answer's body. `type` is the key of the sentence that the client shows. */
export type ProblemOf<T extends ProblemType> = {
  [K in T]: { type: K } & z.infer<(typeof PROBLEMS)[K]['schema']>;
}[T];
export type Problem = ProblemOf<ProblemType>;

const schemas = Object.entries(PROBLEMS).map(([type, { schema }]) =>
  z.object({ type: z.literal(type), ...schema.shape }),
);
export const problem = z.discriminatedUnion('type', schemas as [(typeof schemas)[number]]);
