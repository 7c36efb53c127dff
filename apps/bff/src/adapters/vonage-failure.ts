import { VetchError } from '@vonage/vetch';
import type { LogFields, SmsOutcome, Timers } from '../deps.ts';
import { faultOfAnswer, type OperatorFault, type VonageFault } from './vonage-codes.ts';

/** What a failed call tells. Nothing of the SDK's error is kept: it holds credentials, number and code. */
export interface VonageFailure {
  readonly outcome: Exclude<SmsOutcome, { kind: 'accepted' }>;
  /** Milliseconds to wait before one more try; null when something may have been sent or trying is of no use. */
  readonly retryAfterMs: number | null;
  /** `down`: counts towards opening the circuit; `hopeless`: the next call is certain to fail as well. */
  readonly service: 'up' | 'down' | 'hopeless';
  readonly operator: OperatorFault | null;
  readonly fields: LogFields;
}

/** Thrown in place of an answer that came from another address than the one asked. */
export class RedirectedError extends Error {}

const LONGEST_BODY = 16 * 1024;
const SOON_MS = 500;
const LONGEST_WAIT_MS = 2000;
/** The connection was never made: nothing can have been sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Nor here, but trying again is of no use: the certificate is not trusted. */
const UNTRUSTED = /^(ERR_(TLS|SSL)_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

/**
 * Classifies what the SDK threw (docs/sms.md): a certain refusal, or `ambiguous` for all in which
 * Vonage may have taken the message, since it knows no idempotency key.
 * @param bodyMs how long to wait for the body of an error, which the SDK's own time limit leaves out.
 */
export async function judgeFailure(thrown: unknown, timers: Timers, bodyMs: number): Promise<VonageFailure> {
  if (thrown instanceof RedirectedError) return ambiguous('redirect', 'up', 'redirect');
  if (thrown instanceof VetchError && thrown.response !== undefined)
    return judgeAnswer(thrown.response, timers, bodyMs);
  const { name, message, code } = described(thrown);
  if (name === 'AbortError' || name === 'TimeoutError') return ambiguous('timeout', 'down');
  if (NEVER_CONNECTED.has(code)) return failedCall('network', SOON_MS, code);
  if (UNTRUSTED.test(code)) return failedCall('untrusted', null, code);
  if (/^Missing |asymmetric key/.test(message)) return refused({ failure: 'provider', operator: 'credentials' }, {});
  // A body that is no JSON, or one that stalled in chunks: the message was taken.
  if (message.includes('message_uuid')) return ambiguous('garbled', 'up');
  return ambiguous('network', 'down', null, code);
}

/** A 202 without an id that could be one. */
export const WITHOUT_ID: VonageFailure = ambiguous('without-id', 'up');

async function judgeAnswer(response: Response, timers: Timers, bodyMs: number): Promise<VonageFailure> {
  const { status, headers, ok, redirected } = response;
  const body = readProblem(await readBody(response, timers, bodyMs));
  const requestId = identifier(headers.get('x-request-id')) ?? identifier(body.instance);
  const fields: LogFields = {
    providerStatus: status,
    ...(body.code !== undefined && { providerCode: body.code }),
    ...(requestId !== undefined && { providerRequestId: requestId }),
  };
  if (redirected) return { ...ambiguous('redirect', 'up', 'redirect'), fields: { ...fields, reason: 'redirect' } };
  if (ok) return { ...ambiguous('garbled', 'up'), fields: { ...fields, reason: 'garbled' } };
  const retryAfterMs = retryAfter(status, headers.get('retry-after'));
  return { ...refused(faultOf(status, body), fields), ...(status >= 500 && { service: 'down' }), retryAfterMs };
}

function faultOf(status: number, { code, invalid }: Problem): VonageFault {
  const byCode = faultOfAnswer(code);
  if (status === 402) return { failure: 'provider', operator: 'balance' };
  if (status === 401 || status === 403)
    return byCode.operator === null ? { failure: 'provider', operator: 'credentials' } : byCode;
  if (status === 429) return { failure: 'throttled', operator: null };
  if (status >= 500 || byCode.failure !== 'provider' || byCode.operator !== null) return byCode;
  if (invalid.includes('to')) return { failure: 'invalid-number', operator: null };
  return invalid.includes('from') ? { failure: 'provider', operator: 'sender' } : byCode;
}

/** 429 and 503 say that the message was not taken; one more try is made when it need not wait for long. */
function retryAfter(status: number, header: string | null): number | null {
  if (status !== 429 && status !== 503) return null;
  if (header === null) return status === 503 ? SOON_MS : null;
  const ms = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : Number.NaN;
  return ms <= LONGEST_WAIT_MS ? ms : null;
}

function refused({ failure, operator }: VonageFault, fields: LogFields): VonageFailure {
  return {
    outcome: { kind: 'failed', failure },
    retryAfterMs: null,
    service: operator === 'credentials' ? 'hopeless' : 'up',
    operator,
    fields: { ...fields, reason: operator ?? failure },
  };
}

function failedCall(reason: string, retryAfterMs: number | null, errorCode: string): VonageFailure {
  const outcome = { kind: 'failed', failure: 'provider' } as const;
  return { outcome, retryAfterMs, service: 'down', operator: null, fields: { reason, errorCode } };
}

function ambiguous(
  reason: string,
  service: 'up' | 'down',
  operator: OperatorFault | null = null,
  errorCode = '',
): VonageFailure {
  const fields = { reason, ...(errorCode !== '' && { errorCode }) };
  return { outcome: { kind: 'ambiguous' }, retryAfterMs: null, service, operator, fields };
}

interface Problem {
  /** The end of the problem's type, such as `1120` or `low-balance`. */
  readonly code: string | undefined;
  readonly invalid: readonly string[];
  readonly instance: string | undefined;
}

/** Only what the classification needs, and only in the shape of identifiers: a body may quote the number. */
function readProblem(text: string): Problem {
  const body = parsed(text);
  const type = property(body, 'type');
  const listed = property(body, 'invalid_parameters');
  const instance = property(body, 'instance');
  return {
    code: identifier(typeof type === 'string' ? type.slice(type.lastIndexOf('#') + 1) : undefined),
    invalid: (Array.isArray(listed) ? listed : []).map((entry) => String(property(entry, 'name'))),
    instance: typeof instance === 'string' ? instance : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Digits alone of seven and more might be a telephone number. */
const identifier = (text: string | null | undefined) =>
  text && /^[\w-]{1,64}$/.test(text) && !/^\d{7,}$/.test(text) ? text : undefined;

function described(thrown: unknown): { readonly name: string; readonly message: string; readonly code: string } {
  if (!(thrown instanceof Error)) return { name: '', message: '', code: '' };
  const code = property(thrown, 'code') ?? property(thrown.cause, 'code');
  return { name: thrown.name, message: thrown.message, code: typeof code === 'string' ? code : '' };
}

/** At most 16 KiB within the time given; what has come by then. The rest is called off, so that the socket is freed. */
async function readBody(response: Response, timers: Timers, withinMs: number): Promise<string> {
  if (response.body === null || response.bodyUsed) return '';
  const reader = response.body.getReader();
  const callOff = timers.after(withinMs, () => void reader.cancel().catch(() => undefined));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < LONGEST_BODY) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
    }
  } catch {
    // The connection broke: the status alone has to do.
  } finally {
    callOff();
    void reader.cancel().catch(() => undefined);
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_BODY).toString('utf8');
}
