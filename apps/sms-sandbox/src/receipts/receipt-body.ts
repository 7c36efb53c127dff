import { SEGMENT_PRICE } from '../account.ts';
import type { Message, MessageState } from '../mailbox.ts';
import { errorCodeTitle } from '../messages-api/error-codes.ts';
import { messagesErrorType } from '../messages-api/problems.ts';

export type ReceiptStatus = Exclude<MessageState, 'accepted'>;

/** One thing that becomes of a message, told by one receipt. */
export interface ReceiptEvent {
  readonly status: ReceiptStatus;
  /** Vonage's code, with `rejected`. */
  readonly code: number | null;
}

/** The JSON of a status webhook, version v1, as text: what is signed is exactly what is sent. */
export function receiptBody(message: Message, event: ReceiptEvent, now: Date, instance: string): string {
  return JSON.stringify({
    message_uuid: message.id,
    to: message.to,
    from: message.from,
    timestamp: now.toISOString(),
    status: event.status,
    channel: 'sms',
    ...(message.clientRef === null ? {} : { client_ref: message.clientRef }),
    ...(event.code === null
      ? {}
      : {
          error: {
            type: messagesErrorType(event.code),
            title: String(event.code),
            detail: errorCodeTitle(event.code),
            instance,
          },
        }),
    ...(event.status === 'submitted'
      ? {
          usage: {
            currency: 'EUR',
            price: (message.segments * SEGMENT_PRICE).toFixed(4),
          },
        }
      : {}),
    destination: { network_code: '99999' },
    sms: { count_total: String(message.segments) },
  });
}
