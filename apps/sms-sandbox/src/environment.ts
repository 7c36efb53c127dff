import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import type { Credentials } from './options.ts';

/** Every variable of the sandbox; all are optional. */
const environment = z.object({
  NODE_ENV: z.string().optional(),
  SMS_SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(8788),
  SMS_SANDBOX_APPLICATION_ID: z.string().optional(),
  SMS_SANDBOX_PUBLIC_KEY: z
    .string()
    .transform((pem) => pem.replaceAll('\\n', '\n'))
    .optional(),
  SMS_SANDBOX_PUBLIC_KEY_FILE: z.string().optional(),
  SMS_SANDBOX_API_KEY: z.string().optional(),
  SMS_SANDBOX_API_SECRET: z.string().optional(),
  SMS_SANDBOX_SIGNATURE_SECRET: z.string().min(32, 'has at least 32 characters').optional(),
});

export interface Environment {
  readonly port: number;
  readonly credentials: Credentials;
  readonly signatureSecret: string | undefined;
}

interface Refused {
  readonly kind: 'refused';
  readonly line: string;
}

export type ReadEnvironment = { readonly kind: 'ok'; readonly environment: Environment } | Refused;

/**
 * @param readFile reads the PEM named by SMS_SANDBOX_PUBLIC_KEY_FILE.
 * @returns the settings, or one line that says what to change. An empty variable counts as absent.
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ReadEnvironment {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const read = parsed.data;
  if (read.NODE_ENV === 'production')
    return refused(
      'The SMS sandbox is a stand-in for development and tests: it does not run with NODE_ENV=production.',
    );
  if (Boolean(read.SMS_SANDBOX_API_KEY) !== Boolean(read.SMS_SANDBOX_API_SECRET))
    return refused('SMS_SANDBOX_API_KEY and SMS_SANDBOX_API_SECRET: give both or neither.');
  const key = readPublicKey(read, readFile);
  if (key.kind === 'refused') return key;
  return {
    kind: 'ok',
    environment: {
      port: read.SMS_SANDBOX_PORT,
      credentials: {
        applicationId: read.SMS_SANDBOX_APPLICATION_ID,
        publicKey: key.publicKey,
        apiKey: read.SMS_SANDBOX_API_KEY,
        apiSecret: read.SMS_SANDBOX_API_SECRET,
      },
      signatureSecret: read.SMS_SANDBOX_SIGNATURE_SECRET,
    },
  };
}

function readPublicKey(
  read: z.infer<typeof environment>,
  readFile: (path: string) => string,
): { readonly kind: 'ok'; readonly publicKey: string | undefined } | Refused {
  const file = read.SMS_SANDBOX_PUBLIC_KEY_FILE;
  const name = file ? 'SMS_SANDBOX_PUBLIC_KEY_FILE' : 'SMS_SANDBOX_PUBLIC_KEY';
  try {
    const publicKey = file ? readFile(file) : read.SMS_SANDBOX_PUBLIC_KEY;
    if (publicKey !== undefined && createPublicKey(publicKey).asymmetricKeyType !== 'rsa')
      return refused(`${name}: is not an RSA key.`);
    return { kind: 'ok', publicKey };
  } catch {
    return refused(`${name}: is no readable PEM of a public key.`);
  }
}

function refused(line: string): Refused {
  return { kind: 'refused', line };
}
