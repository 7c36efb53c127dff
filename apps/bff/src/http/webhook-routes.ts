import { Hono } from 'hono';
import { readVonageReceipt } from '../adapters/vonage-receipt.ts';
import { verifyVonageSignature } from '../adapters/vonage-signature.ts';
import { takeReceipt } from '../flows/sms/take-receipt.ts';
import type { Context } from './context.ts';
import { webhookBodyLimit } from './gate.ts';

/**
 * Delivery receipts. They come from Vonage and not from the console's pages, so the signature stands where
 * the gate's origin check stands elsewhere. Vonage repeats 5xx and 429 for a day, and nothing else.
 */
export const webhookRoutes = new Hono<Context>().post('/webhooks/vonage/status', webhookBodyLimit, async (c) => {
  const { deps } = c.var;
  const body = new Uint8Array(await c.req.arrayBuffer());
  const { config } = deps;
  const signature = verifyVonageSignature({
    authorization: c.req.header('authorization'),
    body,
    config,
    now: deps.clock.now(),
  });
  // A rare fault of Vonage's leaves the signature out; asked again it sends one. Without a secret none would help.
  if (signature.kind === 'unsigned' && config.VONAGE_SIGNATURE_SECRET !== undefined) {
    deps.metrics.smsReceipt('unsigned');
    return c.body(null, 503, { 'Retry-After': '5' });
  }
  if (signature.kind !== 'ok') {
    const reason = signature.kind === 'refused' ? signature.reason : 'not-configured';
    deps.metrics.smsReceipt('refused');
    deps.log.warn('receipt refused', { event: 'sms-receipt', outcome: 'refused', reason });
    return c.body(null, 401, { 'WWW-Authenticate': 'Bearer' });
  }
  const receipt = readVonageReceipt(body);
  if (receipt.kind === 'malformed') {
    deps.metrics.smsReceipt('malformed');
    deps.log.warn('receipt not understood', { event: 'sms-receipt', outcome: 'malformed' });
    return c.body(null, 422);
  }
  await takeReceipt(deps, { ...receipt, jti: signature.jti });
  return c.body(null, 200);
});
