import { refusesDebug, vonageCredentials } from './adapters/vonage-credentials.ts';
import type { Config } from './config.ts';
import type { Deps, SmsGateway } from './deps.ts';
import { smsHostFits } from './domain/sms-text.ts';
import { RefusedToStart, secretIn } from './refused-to-start.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The SDK is loaded only when there are credentials; without them, or with the kill switch on, SMS is not offered. */
export async function gatewayFrom(
  config: Config,
  variables: Variables,
  { log, timers }: Pick<Deps, 'log' | 'timers'>,
): Promise<SmsGateway | null> {
  const file = config.VONAGE_PRIVATE_KEY_FILE;
  const credentials = vonageCredentials(
    config,
    file === undefined ? config.VONAGE_PRIVATE_KEY : secretIn('VONAGE_PRIVATE_KEY_FILE', file),
  );
  if (credentials.kind === 'refused') throw new RefusedToStart([credentials.line]);
  if (credentials.kind === 'none') return null;
  if (config.NODE_ENV === 'production' && refusesDebug(variables))
    throw new RefusedToStart(['DEBUG: would print credentials and codes of the SMS provider: unset it']);
  const host = new URL(config.PUBLIC_ORIGIN).hostname;
  if (!smsHostFits(host))
    throw new RefusedToStart([`PUBLIC_ORIGIN: ${host} is too long for the last line of a text message`]);
  if (config.SMS_KILL_SWITCH) {
    log.warn('SMS_KILL_SWITCH is on: no text message is sent or offered', { event: 'sms' });
    return null;
  }
  const { createVonageSmsGateway } = await import('./adapters/vonage-sms-gateway.ts');
  return createVonageSmsGateway({ config, credentials, timers, log });
}
