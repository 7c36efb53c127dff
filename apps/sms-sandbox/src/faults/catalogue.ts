import * as problems from '../messages-api/problems.ts';

/** How the connection misbehaves once a request has come in. */
export type Mishap =
  | 'silence'
  | 'reset'
  | 'stall-with-length'
  | 'stall-chunked'
  | 'not-json'
  | 'empty'
  | 'no-content-type'
  | 'no-uuid';

export type Effect =
  | {
      readonly kind: 'problem';
      readonly problem: (retryAfterSeconds: number, now: Date) => problems.Problem;
    }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: 302 | 307 }
  | {
      readonly kind: 'mishap';
      readonly mishap: Mishap;
      /** Whether the message was taken and reaches the phone all the same. */
      readonly taken: boolean;
    };

export interface Fault {
  readonly title: string;
  /** Any number that ends in these digits has the fault. */
  readonly ending?: string;
  readonly effect: Effect;
}

const problem = (value: problems.Problem): Effect => ({
  kind: 'problem',
  problem: () => value,
});
const mishap = (kind: Mishap, taken = true): Effect => ({
  kind: 'mishap',
  mishap: kind,
  taken,
});

/** Every way in which a request can fail. Endings 04xx and 05xx are HTTP's own numbers. */
const FAULTS = {
  unauthorized: {
    title: '401 wrong credentials',
    ending: '0401',
    effect: problem(problems.unauthorized('You did not provide correct credentials.')),
  },
  unprovisioned: {
    title: '401 product not enabled',
    effect: problem(problems.unprovisioned),
  },
  'low-balance': {
    title: '402 low balance',
    ending: '0402',
    effect: problem(problems.lowBalance),
  },
  forbidden: {
    title: '403 forbidden',
    ending: '0403',
    effect: problem(problems.forbidden),
  },
  'invalid-recipient': {
    title: '422 invalid recipient (1430)',
    ending: '0422',
    effect: problem(problems.invalidRecipient('is not a valid number')),
  },
  'invalid-recipient-110': {
    title: '422 invalid recipient (110, as printed in the API description)',
    effect: problem(problems.invalidRecipient('is not a valid number', 110)),
  },
  'invalid-sender': {
    title: '422 invalid sender (1120)',
    effect: problem(problems.invalidSender('is not allowed here')),
  },
  'invalid-sender-1420': {
    title: '422 invalid sender (1420)',
    effect: problem(problems.invalidSender('is not allowed here', 1420)),
  },
  'invalid-params': {
    title: '422 invalid parameters (1150)',
    effect: problem(problems.invalidParameters([{ name: 'ttl', reason: 'is out of range' }])),
  },
  'invalid-json': {
    title: '422 invalid JSON',
    effect: problem(problems.invalidJson),
  },
  'opted-out': {
    title: '422 opted out with STOP (1240)',
    effect: problem(problems.unprocessable(1240, 'Illegal number', 'The recipient has opted out of your messages.')),
  },
  'demo-account': {
    title: '422 account still in demo mode (1160)',
    effect: problem(
      problems.unprocessable(
        1160,
        'Non white-listed destination',
        'The phone number is not in your list of test numbers.',
      ),
    ),
  },
  throttled: {
    title: '429 throttled',
    ending: '0429',
    effect: {
      kind: 'problem',
      problem: (retryAfterSeconds, now) => problems.throttled(30, retryAfterSeconds, now),
    },
  },
  'internal-error': {
    title: '500 internal error',
    ending: '0500',
    effect: problem(problems.internalError),
  },
  unavailable: {
    title: '503 with an HTML page',
    ending: '0503',
    effect: { kind: 'html', status: 503 },
  },
  'no-answer': {
    title: 'No answer, message lost',
    ending: '0601',
    effect: mishap('silence', false),
  },
  'no-answer-but-sent': {
    title: 'No answer, message sent',
    ending: '0602',
    effect: mishap('silence'),
  },
  reset: {
    title: 'Connection reset, message sent',
    ending: '0603',
    effect: mishap('reset'),
  },
  'stalled-with-length': {
    title: 'Body stalls, with Content-Length',
    ending: '0604',
    effect: mishap('stall-with-length'),
  },
  'stalled-chunked': {
    title: 'Body stalls, chunked',
    ending: '0605',
    effect: mishap('stall-chunked'),
  },
  'not-json': {
    title: '202, body not JSON',
    ending: '0606',
    effect: mishap('not-json'),
  },
  'empty-body': {
    title: '202, empty body',
    ending: '0607',
    effect: mishap('empty'),
  },
  'no-content-type': {
    title: '202 without Content-Type',
    ending: '0608',
    effect: mishap('no-content-type'),
  },
  'no-uuid': {
    title: '202 without message_uuid',
    ending: '0609',
    effect: mishap('no-uuid'),
  },
  redirect: {
    title: '302 redirect',
    ending: '0610',
    effect: { kind: 'redirect', status: 302 },
  },
  'redirect-307': {
    title: '307 redirect, which repeats the request',
    ending: '0611',
    effect: { kind: 'redirect', status: 307 },
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultKind = keyof typeof FAULTS;

/** Every fault with its name, in the order of the catalogue. */
export const faultList: readonly (Fault & { readonly kind: FaultKind })[] = faultKinds().map((kind) => ({
  kind,
  ...faultOf(kind),
}));

export function faultOf(kind: FaultKind): Fault {
  return FAULTS[kind];
}

export function faultKinds(): readonly [FaultKind, ...FaultKind[]] {
  // Object.keys gives string[]; the record's own keys are exactly FaultKind, and it is not empty.
  return Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];
}
