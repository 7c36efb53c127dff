import * as z from 'zod';
import {
  type InvalidParameter,
  invalidJson,
  invalidParameters,
  invalidRecipient,
  invalidSender,
  type Problem,
  unprocessable,
} from './problems.ts';

/** Vonage's rules for the body of `POST /v1/messages`, channel `sms`, type `text`. */
const messageBody = z.object({
  message_type: z.literal('text'),
  channel: z.literal('sms'),
  to: z.string().regex(/^[1-9]\d{6,14}$/, 'must be 7 to 15 digits, without + or 00'),
  from: z.string().min(1),
  text: z.string().min(1).max(3200),
  ttl: z.number().int().min(20).max(604_800).optional(),
  client_ref: z.string().max(100).optional(),
  webhook_url: z.url({ protocol: /^https?$/ }).optional(),
  webhook_version: z.enum(['v0.1', 'v1']).optional(),
  trusted_recipient: z.boolean().optional(),
  failover: z.undefined('is not part of this sandbox').optional(),
  sms: z
    .object({
      encoding_type: z.enum(['text', 'unicode', 'auto']).optional(),
      entity_id: z.string().optional(),
      content_id: z.string().optional(),
      pool_id: z.string().optional(),
    })
    .optional(),
});
export type MessageBody = z.infer<typeof messageBody>;

/** Enough of a body to know whom it is for, whatever else is wrong with it. */
const addressed = z.object({
  to: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
});

export interface Envelope {
  readonly to: string | null;
  readonly from: string | null;
}

export type ReadMessage =
  | { readonly kind: 'ok'; readonly body: MessageBody }
  | { readonly kind: 'refused'; readonly problem: Problem };

export function readEnvelope(raw: string): Envelope {
  const parsed = addressed.safeParse(parseJson(raw));
  return {
    to: parsed.data?.to ?? null,
    from: parsed.data?.from ?? null,
  };
}

/** One wrong field of those with a code of their own is answered with that code, the rest as 1150. */
export function readMessage(raw: string): ReadMessage {
  const json = parseJson(raw);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { kind: 'refused', problem: invalidJson };
  const parsed = messageBody.safeParse(json);
  if (parsed.success) return { kind: 'ok', body: parsed.data };
  const faults: InvalidParameter[] = parsed.error.issues.map((issue) => ({
    name: issue.path.join('.'),
    reason: issue.message,
  }));
  return { kind: 'refused', problem: problemFor(faults) };
}

function problemFor(faults: readonly InvalidParameter[]): Problem {
  const [first] = faults;
  if (!first || faults.length > 1) return invalidParameters(faults);
  switch (first.name) {
    case 'to':
      return invalidRecipient(first.reason);
    case 'from':
      return invalidSender(first.reason);
    case 'channel':
      return unprocessable(1100, 'Invalid channel', 'Only sms is offered.', [first]);
    case 'message_type':
      return unprocessable(1140, 'Invalid message type', 'The channel sms takes messages of type text.', [first]);
    case 'client_ref':
      return unprocessable(1060, 'Invalid client ref', 'The `client_ref` parameter is longer than 100 characters.', [
        first,
      ]);
    default:
      return invalidParameters(faults);
  }
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
