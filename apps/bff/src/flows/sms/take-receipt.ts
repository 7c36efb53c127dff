import type { Deps } from '../../deps.ts';
import type { SmsReceipt } from '../../domain/sms-delivery.ts';
import type { Work } from '../../store/database.ts';
import { findSms, findSmsByProviderId, moveSms, type SmsMessageRow, takeReceiptId } from '../../store/sms-messages.ts';

/** A receipt whose signature was verified; `jti` names it, so that the same one is taken once. */
type Receipt = SmsReceipt & { readonly jti: string };

/**
 * What became of a receipt: it moved its message on, it told nothing new (`late`), it was taken before, or it
 * names no message of ours.
 */
export type TakenReceipt = 'moved' | 'late' | 'duplicate' | 'unknown';

/**
 * Notes what a receipt tells of its message, once. It is for showing only: it spends no code, makes none good
 * and confirms no number.
 */
export async function takeReceipt(deps: Deps, receipt: Receipt): Promise<TakenReceipt> {
  const now = deps.clock.now();
  const { taken, row } = await deps.database.unit(() => take(receipt, now));
  deps.metrics.smsReceipt(taken === 'moved' ? receipt.state : taken);
  if (taken === 'duplicate') return taken;
  const fields = {
    event: 'sms-receipt',
    outcome: taken === 'moved' ? receipt.state : taken,
    ...(row && { reference: row.id, country: row.country }),
    ...(receipt.failure !== null && { reason: receipt.failure }),
    ...(receipt.code !== null && { providerCode: receipt.code }),
  };
  deps.log.info('receipt of a text message', fields);
  if (taken === 'moved' && receipt.operatorLine !== null) deps.log.error(receipt.operatorLine, fields);
  return taken;
}

/** The receipt and the message that it moves stand or fall together: one that failed is taken when it comes again. */
function* take(
  { jti, providerId, reference, state, failure }: Receipt,
  now: Date,
): Work<{ readonly taken: TakenReceipt; readonly row?: SmsMessageRow }> {
  if (!(yield* takeReceiptId({ id: jti, now }))) return { taken: 'duplicate' };
  // It may be here before the provider's answer, and then only its reference names the message.
  const byReference = reference === null ? undefined : yield* findSms({ id: reference });
  const row = byReference ?? (yield* findSmsByProviderId({ providerId }));
  if (row === undefined) return { taken: 'unknown' };
  return { taken: (yield* moveSms(row.id, state, failure, now)) ? 'moved' : 'late', row };
}
