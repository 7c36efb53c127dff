import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Config } from '../config.ts';

export type VonageCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'ok'; readonly apiHost: string; readonly credentials: SdkCredentials }
  | { readonly kind: 'refused'; readonly line: string };

/** What the SDK takes: a JWT is signed with the key pair, or key and secret are sent as Basic. */
export type SdkCredentials =
  | { readonly applicationId: string; readonly privateKey: string }
  | { readonly apiKey: string; readonly apiSecret: string };

type VonageConfig = Pick<
  Config,
  | 'NODE_ENV'
  | 'VONAGE_API_HOST'
  | 'VONAGE_APPLICATION_ID'
  | 'VONAGE_PRIVATE_KEY'
  | 'VONAGE_API_KEY'
  | 'VONAGE_API_SECRET'
>;

const MIN_RSA_BITS = 2048;
/** The names under which the SDK's packages log. */
const SDK_LOGS = [
  'vonage:auth',
  'vonage:jwt:tokenGenerate',
  'vonage:messages',
  'vonage:messages:sms',
  'vonage:server-client',
];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Checks the credentials before anything is sent, since the SDK would only fail at the first message.
 * With an application id and its key messages carry a JWT; with key and secret alone, Basic.
 * @param privateKey the key's text, from its variable or from the file that the caller read: PEM, PEM
 *   with `\n` written out, or base64 of a PEM.
 * @returns `none` when nothing is configured (SMS is not offered then), or one line that says what to do.
 */
export function vonageCredentials(config: VonageConfig, privateKey = config.VONAGE_PRIVATE_KEY): VonageCredentials {
  const { VONAGE_APPLICATION_ID: applicationId, VONAGE_API_KEY: apiKey, VONAGE_API_SECRET: apiSecret } = config;
  const refused = (line: string): VonageCredentials => ({ kind: 'refused', line });
  if (!applicationId && !privateKey && !apiKey && !apiSecret) return { kind: 'none' };
  const hostFault = faultOfHost(config);
  if (hostFault !== null) return refused(hostFault);
  const apiHost = config.VONAGE_API_HOST.replace(/\/+$/, '');

  if (applicationId && privateKey) {
    const pem = readPrivateKey(privateKey);
    return pem.kind === 'refused' ? pem : { kind: 'ok', apiHost, credentials: { applicationId, privateKey: pem.pem } };
  }
  if (applicationId) return refused('VONAGE_PRIVATE_KEY: is missing beside VONAGE_APPLICATION_ID');
  if (privateKey) return refused('VONAGE_APPLICATION_ID: is missing beside the private key');
  if (apiKey && apiSecret) return { kind: 'ok', apiHost, credentials: { apiKey, apiSecret } };
  return refused(
    apiKey
      ? 'VONAGE_API_SECRET: is missing beside VONAGE_API_KEY'
      : 'VONAGE_API_KEY: is missing beside VONAGE_API_SECRET',
  );
}

/**
 * Whether `DEBUG` makes the SDK print its credentials, the numbers and the codes. The names of the
 * `debug` package are separated by commas or blanks, may hold asterisks, and are left out with a minus.
 */
export function refusesDebug(variables: Readonly<Record<string, string | undefined>>): boolean {
  return (variables['DEBUG'] ?? '').split(/[\s,]+/).some((name) => {
    const pattern = new RegExp(`^${name.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
    return SDK_LOGS.some((log) => pattern.test(log));
  });
}

function faultOfHost(config: VonageConfig): string | null {
  const url = URL.parse(config.VONAGE_API_HOST);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '')
    return 'VONAGE_API_HOST: must be an origin such as https://api-eu.nexmo.com';
  if (LOOPBACK.includes(url.hostname)) return null;
  if (url.protocol !== 'https:') return 'VONAGE_API_HOST: must be https, except on loopback';
  // Codes and numbers go there: a slip of the pen must not send them to somebody else.
  if (config.NODE_ENV === 'production' && !/\.(nexmo|vonage)\.com$/.test(url.hostname))
    return 'VONAGE_API_HOST: must be a host of nexmo.com or vonage.com in production';
  return null;
}

function readPrivateKey(
  text: string,
): { readonly kind: 'ok'; readonly pem: string } | { readonly kind: 'refused'; readonly line: string } {
  const written = text.replaceAll('\\n', '\n').trim();
  const pem = written.startsWith('-----') ? written : Buffer.from(written, 'base64').toString('utf8').trim();
  const key = parseKey(pem);
  if (key === null)
    return {
      kind: 'refused',
      line: 'VONAGE_PRIVATE_KEY: is no private key in PEM, nor base64 of one, without passphrase',
    };
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_RSA_BITS)
    return { kind: 'refused', line: `VONAGE_PRIVATE_KEY: must be an RSA key of at least ${MIN_RSA_BITS} bits` };
  return { kind: 'ok', pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function parseKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
