import type { SmsFailure, SmsState } from '@wattsense/contract/sms';

/** What a receipt can tell of a message. */
export type ReceiptState = Extract<SmsState, 'sent' | 'delivered' | 'not-delivered'>;

/** What a receipt tells, in our own words. */
export interface SmsReceipt {
  /** The provider's id of the message, and our own, echoed; null where that is missing. */
  readonly providerId: string;
  readonly reference: string | null;
  readonly state: ReceiptState;
  readonly failure: SmsFailure | null;
  readonly code: string | null;
  /** What only an operator can put right. */
  readonly operatorLine: string | null;
}

/** Longer than any send takes; a message still `sending` after it was left by a process that ended. */
const LONGEST_SEND_MS = 15_000;

/**
 * The states that a receipt moves a message on from. Receipts come twice, late and in any order; what was
 * delivered stays so. `not-sent` stays too: its code was never good, and no receipt makes it so.
 */
export const OVERTAKES: Readonly<Record<ReceiptState, readonly SmsState[]>> = {
  sent: ['sending', 'may-arrive'],
  'not-delivered': ['sending', 'may-arrive', 'sent'],
  delivered: ['sending', 'may-arrive', 'sent', 'not-delivered'],
};

/** What is shown of a message: nobody will ever tell more of a send whose process ended in its midst. */
export function shownState(state: SmsState, createdAt: Date, now: Date): SmsState {
  return state === 'sending' && now.getTime() - createdAt.getTime() > LONGEST_SEND_MS ? 'may-arrive' : state;
}
