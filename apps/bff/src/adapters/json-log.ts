import { pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config.ts';
import type { Log, LogFields } from '../deps.ts';

/** The allow-list. `satisfies` keeps it in step with `LogFields`: a field missing here does not compile. */
const FIELDS = {
  requestId: true,
  event: true,
  accountId: true,
  authenticatorId: true,
  sessionId: true,
  method: true,
  route: true,
  status: true,
  durationMs: true,
  network: true,
  outcome: true,
  reason: true,
  country: true,
  lastDigits: true,
  providerStatus: true,
  providerCode: true,
  providerRequestId: true,
  reference: true,
  errorName: true,
  errorCode: true,
  count: true,
  url: true,
  listensAt: true,
  release: true,
  language: true,
} as const satisfies Record<keyof LogFields, true>;

const LONGEST_VALUE = 512;
/** JSON escapes some controls only; C1 (an 8-bit CSI), line separators and direction marks would reach a terminal raw. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

/**
 * JSON lines in UTC. Only the fields of `LogFields` get out, whatever object is passed, and only as
 * strings, numbers and booleans: an error, a request or a provider's answer cannot slip in.
 */
export function createJsonLog({
  level,
  destination = pino.destination({ dest: 1, sync: true }),
}: {
  readonly level: Config['LOG_LEVEL'];
  readonly destination?: { write(line: string): void };
}): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const write = (level: keyof Log): Log[keyof Log] => {
    return (message, fields) => {
      if (logger.isLevelEnabled(level)) logger[level](allowed(fields), safe(message));
    };
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/**
 * What may be logged of a thrown value: its name and its code (of itself or of its cause, where fetch
 * keeps it). Messages, stacks and other properties may hold SQL parameters, numbers or credentials.
 */
export function errorFields(thrown: unknown): Pick<LogFields, 'errorName' | 'errorCode'> {
  if (!(thrown instanceof Error)) return { errorName: typeof thrown };
  const code = codeOf(thrown) ?? codeOf(thrown.cause);
  const errorName = /^\w{1,64}$/.test(thrown.name) ? thrown.name : 'Error';
  return code === null ? { errorName } : { errorName, errorCode: code };
}

function codeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  const code = String(value.code);
  return /^[A-Za-z0-9_]{1,64}$/.test(code) && value.code !== undefined ? code : null;
}

function allowed(fields: object = {}): object {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => Object.hasOwn(FIELDS, name) && ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, typeof value === 'string' ? safe(value) : value]),
  );
}

const safe = (text: string) => text.slice(0, LONGEST_VALUE).replace(UNSAFE, '\ufffd');
