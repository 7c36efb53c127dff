import type { ReceiptState, SmsReceipt } from '../domain/sms-delivery.ts';
import { faultOfReceipt, OPERATOR_LINES } from './vonage-codes.ts';

const ID = /^[\w-]{1,100}$/;

/**
 * Reads the body of a status webhook (Messages API v1). `submitted`: handed to the network; `rejected` and
 * `undeliverable` carry a code in the title of their error.
 * @param body the bytes whose signature was verified.
 */
export function readVonageReceipt(
  body: Uint8Array,
): (SmsReceipt & { readonly kind: 'receipt' }) | { readonly kind: 'malformed' } {
  const fields = parsed(body);
  const providerId = identifier(fields['message_uuid']);
  const state = stateOf(fields['status']);
  if (providerId === null || state === null) return { kind: 'malformed' };
  const common = { kind: 'receipt', providerId, reference: identifier(fields['client_ref']), state } as const;
  if (state !== 'not-delivered') return { ...common, failure: null, code: null, operatorLine: null };
  const code = codeOf(fields['error']);
  const { failure, operator } = faultOfReceipt(code ?? undefined);
  return { ...common, failure, code, operatorLine: operator === null ? null : OPERATOR_LINES[operator] };
}

function stateOf(status: unknown): ReceiptState | null {
  switch (status) {
    case 'submitted':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'rejected':
    case 'undeliverable':
      return 'not-delivered';
    default:
      return null;
  }
}

/** The numeric code, from the title or else from the end of the type's address. */
function codeOf(error: unknown): string | null {
  const { title, type } = object(error);
  const code = /^\d{1,6}$/.exec(String(title ?? ''))?.[0] ?? /#(\d{1,6})$/.exec(String(type ?? ''))?.[1];
  return code ?? null;
}

const identifier = (value: unknown) => (typeof value === 'string' && ID.test(value) ? value : null);

function parsed(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return {};
  }
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
