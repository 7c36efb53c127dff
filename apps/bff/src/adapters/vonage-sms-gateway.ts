import type { Config } from '../config.ts';
import type { Log, LogFields, OutgoingSms, SmsGateway, SmsOutcome, Timers } from '../deps.ts';
import { parseNumericSenders, senderFor } from '../domain/sms-senders.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { VonageClient } from './vonage-client.ts';
import { OPERATOR_LINES } from './vonage-codes.ts';
import type { VonageCredentials } from './vonage-credentials.ts';
import { judgeFailure, type VonageFailure, WITHOUT_ID } from './vonage-failure.ts';

type GatewayConfig = Pick<
  Config,
  | 'PUBLIC_ORIGIN'
  | 'VONAGE_TIMEOUT_MS'
  | 'VONAGE_SIGNATURE_SECRET'
  | 'SMS_COUNTRIES'
  | 'SMS_SENDER'
  | 'SMS_NUMERIC_SENDERS'
  | 'SMS_KILL_SWITCH'
>;

type Attempt = { readonly kind: 'accepted'; readonly id: string } | ({ readonly kind: 'failure' } & VonageFailure);

/** A code's life: a message that comes later would bring a dead one. */
const TTL_SECONDS = 600;
const BUDGET_MS = 8000;
const BODY_MS = 1000;
const DESTINATION_BLOCKED: SmsOutcome = { kind: 'failed', failure: 'destination-blocked' };

/**
 * Text messages through Vonage's Messages API. A send takes at most 8 s, is tried at most twice, and the
 * second time only when nothing can have been sent the first time. After five failures of the service in
 * a row nothing is tried for 30 s. Errors of the SDK hold credentials, number and code: they are
 * classified at once and never logged or passed on.
 */
export function createVonageSmsGateway({
  config,
  credentials,
  timers,
  log,
}: {
  readonly config: GatewayConfig;
  readonly credentials: Extract<VonageCredentials, { kind: 'ok' }>;
  readonly timers: Timers;
  readonly log: Log;
}): SmsGateway {
  const numeric = parseNumericSenders(config.SMS_NUMERIC_SENDERS);
  if (numeric.kind === 'refused') throw new Error(numeric.line);
  const messages = new VonageClient(credentials.credentials, {
    apiHost: credentials.apiHost,
    timers,
    limitMs: config.VONAGE_TIMEOUT_MS,
  });
  const breaker = createCircuitBreaker(timers);

  const attempt = async (message: OutgoingSms, from: string, left: () => number): Promise<Attempt> => {
    try {
      const { messageUUID } = await within(left(), timers, messages.send(bodyOf(message, from, config)));
      return isId(messageUUID) ? { kind: 'accepted', id: messageUUID } : { kind: 'failure', ...WITHOUT_ID };
    } catch (thrown) {
      return { kind: 'failure', ...(await judgeFailure(thrown, timers, Math.min(BODY_MS, left()))) };
    }
  };

  const tryTwice = async (message: OutgoingSms, from: string): Promise<Attempt> => {
    const end = timers.elapsedMs() + BUDGET_MS;
    const left = () => end - timers.elapsedMs();
    const first = await attempt(message, from, left);
    if (first.kind === 'accepted' || first.retryAfterMs === null || first.retryAfterMs >= left()) return first;
    await timers.pause(first.retryAfterMs);
    return attempt(message, from, left);
  };

  return {
    send: async (message) => {
      const fields: LogFields = {
        event: 'sms',
        reference: message.reference,
        country: message.country,
        lastDigits: message.to.slice(-2),
      };
      const from = senderFor(message.country, config.SMS_SENDER, numeric.senders);
      const refusal = refusalBefore(message, from, config);
      if (refusal !== null || from === null) {
        log.warn('text message not sent', { ...fields, ...named(refusal ?? DESTINATION_BLOCKED), reason: 'own-rule' });
        return refusal ?? DESTINATION_BLOCKED;
      }
      if (!breaker.allows()) {
        log.warn('text message not sent', { ...fields, outcome: 'failed', reason: 'circuit-open' });
        return { kind: 'failed', failure: 'provider' };
      }
      const result = await tryTwice(message, from);
      if (result.kind === 'accepted') {
        breaker.succeeded();
        log.info('text message accepted', { ...fields, outcome: 'accepted' });
        return { kind: 'accepted', providerId: result.id };
      }
      if (result.service === 'down') breaker.failed();
      else if (result.service === 'hopeless') breaker.trip();
      else breaker.succeeded();
      if (result.operator !== null) log.error(OPERATOR_LINES[result.operator], { ...fields, ...result.fields });
      log.warn('text message not accepted', { ...fields, ...result.fields, ...named(result.outcome) });
      return result.outcome;
    },
    paused: () => breaker.isOpen(),
  };
}

/** What is refused before any request is made. */
function refusalBefore(message: OutgoingSms, from: string | null, config: GatewayConfig): SmsOutcome | null {
  if (config.SMS_KILL_SWITCH) return { kind: 'failed', failure: 'provider' };
  if (from === null || !config.SMS_COUNTRIES.includes(message.country)) return DESTINATION_BLOCKED;
  return /^\+[1-9]\d{6,14}$/.test(message.to) ? null : { kind: 'failed', failure: 'invalid-number' };
}

function bodyOf(message: OutgoingSms, from: string, config: GatewayConfig) {
  return {
    messageType: 'text',
    channel: 'sms',
    to: message.to.slice(1),
    from,
    text: message.text,
    ttl: TTL_SECONDS,
    clientRef: message.reference,
    sms: { encodingType: 'text' as const },
    // Without the secret a receipt could not be told from a forged one, so none is asked for.
    ...(config.VONAGE_SIGNATURE_SECRET !== undefined && {
      webhookUrl: `${config.PUBLIC_ORIGIN}/webhooks/vonage/status`,
      webhookVersion: 'v1' as const,
    }),
  };
}

const isId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{1,64}$/.test(id);

const named = (outcome: SmsOutcome): LogFields => ({
  outcome: outcome.kind === 'failed' ? outcome.failure : outcome.kind,
});

/** Rejects as a time-out does when the work takes longer; what becomes of it then is nobody's concern. */
function within<T>(ms: number, timers: Timers, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const callOff = timers.after(ms, () => reject(new DOMException('too late', 'TimeoutError')));
  return Promise.race([work, promise]).finally(callOff);
}
