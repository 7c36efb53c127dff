import * as z from 'zod';
import { parseProxies } from './domain/client-address.ts';
import { originOf } from './domain/public-origin.ts';
import { parseNumericSenders } from './domain/sms-senders.ts';

const seconds = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
const figure = (fallback: number) => z.coerce.number().int().min(1).max(1_000_000).default(fallback);
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Countries that text messages go to by default: the home markets and the French overseas departments. */
const DEFAULT_SMS_COUNTRIES = 'FR,BE,CH,LU,MC,DE,ES,IT,NL,GB,PT,GP,MQ,GF,RE,YT';

/** Every environment variable of the server. A test holds it against `.env.example` and the README. */
export const environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65535).default(8787),
  PUBLIC_ORIGIN: z.string().transform((typed, context) => {
    const origin = originOf(typed);
    if (origin === null) context.addIssue('must be an origin alone, such as https://console.example.com');
    return origin ?? z.NEVER;
  }),
  /** How long browsers keep to https for the console's host; over that host's sub-domains only where that is meant. */
  HSTS_SECONDS: seconds(365 * 24 * 3600, 0, 2 * 365 * 24 * 3600),
  HSTS_SUBDOMAINS: flag,
  SUPPORT_URL: z
    .string()
    .regex(/^(mailto:|https:\/\/)/, 'must begin with mailto: or https://')
    .default('mailto:support@wattsense.com'),
  DATABASE_URL: z.string().default('sqlite:.data/console.sqlite'),
  KEY_RING_FILE: z.string().optional(),
  KEY_RING: z.string().optional(),
  TRUSTED_PROXIES: list,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  PASSWORD_MEMORY_MIB: z.coerce.number().int().min(19).max(1024).default(64),
  PASSWORD_PASSES: z.coerce.number().int().min(2).max(16).default(3),
  PASSWORD_LANES: z.coerce.number().int().min(1).max(16).default(4),
  TOTP_TOLERANCE_STEPS: z.coerce.number().int().min(0).max(1).default(1),
  SESSION_ABSOLUTE_SECONDS: seconds(12 * 3600, 300, 24 * 3600),
  /** Activity is written down once a minute at most: a shorter end would come in the midst of it. */
  SESSION_IDLE_SECONDS: seconds(3600, 300, 24 * 3600),
  VONAGE_API_HOST: z.url('must be an origin such as https://api-eu.nexmo.com').default('https://api-eu.nexmo.com'),
  VONAGE_APPLICATION_ID: z.string().optional(),
  VONAGE_PRIVATE_KEY: z.string().optional(),
  VONAGE_PRIVATE_KEY_FILE: z.string().optional(),
  VONAGE_API_KEY: z.string().optional(),
  VONAGE_API_SECRET: z.string().optional(),
  VONAGE_SIGNATURE_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  VONAGE_TIMEOUT_MS: z.coerce.number().int().min(500).max(8000).default(5000),
  VONAGE_WEBHOOK_MAX_AGE_SECONDS: seconds(300, 30, 86_400),
  SMS_COUNTRIES: z
    .string()
    .regex(/^\s*[A-Z]{2}\s*(,\s*[A-Z]{2}\s*)*$/, 'must be two-letter codes in capitals, such as FR,BE')
    .default(DEFAULT_SMS_COUNTRIES)
    .transform((value) => value.split(',').map((part) => part.trim())),
  SMS_SENDER: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/, 'must be 1 to 11 letters and digits, with a letter among them')
    .default('TheBuilding'),
  SMS_NUMERIC_SENDERS: list,
  /** No message is sent or offered; app and recovery code go on. It also ends every pause. */
  SMS_KILL_SWITCH: flag,
  /** Before the second message; doubled for each one after it. Longer than a send may take. */
  SMS_RESEND_SECONDS: seconds(30, 10, 600),
  SMS_ACCOUNT_PER_HOUR: figure(5),
  SMS_ACCOUNT_PER_DAY: figure(10),
  SMS_NUMBER_PER_HOUR: figure(5),
  SMS_NUMBER_PER_DAY: figure(10),
  /** What browsers that never signed in to the account may use of those four; the rest is kept for its owner. */
  SMS_STRANGERS_PER_HOUR: figure(3),
  SMS_STRANGERS_PER_DAY: figure(6),
  /** Unanswered messages that enrol a number, whichever accounts ask; apart from those to its owner. */
  SMS_ENROLMENT_PER_HOUR: figure(3),
  SMS_ENROLMENT_PER_DAY: figure(6),
  /** All messages of a day, those whose code was entered too: of one account, to one number, and of its enrolments. */
  SMS_TOTAL_PER_DAY: figure(40),
  /** Sends of an account that certainly failed within ten minutes; they count nowhere else. */
  SMS_REFUSED_PER_ACCOUNT: figure(10),
  /** Caps over all accounts, on messages whose code was not entered within ten minutes. */
  SMS_CLIENT_PER_HOUR: figure(20),
  SMS_PREFIX_PER_HOUR: figure(30),
  SMS_COUNTRY_PER_DAY: figure(500),
  SMS_OVERALL_PER_HOUR: figure(300),
  SMS_OVERALL_PER_DAY: figure(1000),
  /** And on those that still wait for their code, so that nothing is sent without end in those ten minutes. */
  SMS_CLIENT_WAITING: figure(100),
  SMS_PREFIX_WAITING: figure(60),
  SMS_OVERALL_WAITING: figure(300),
  /** The conversion rule: a prefix or country with so many messages of which too few were answered is paused. */
  SMS_CONVERSION_SENDS: figure(20),
  SMS_CONVERSION_PERCENT: z.coerce.number().int().min(0).max(100).default(30),
  SMS_CONVERSION_SECONDS: seconds(24 * 3600, 600, 7 * 24 * 3600),
  SMS_PAUSE_SECONDS: seconds(3600, 60, 7 * 24 * 3600),
  /** Fictional number ranges taken for mobiles, for the SMS sandbox; refused in production. */
  SMS_FICTIONAL_PREFIXES: list,
  /**
   * Whether passkeys and security keys are offered. Off until the console has the pages for them: an account that has one
   * could not answer for it in the browser.
   */
  PASSKEYS: flag,
  WEB_DIRECTORY: z.string().optional(),
  /** What `GET /auth/verify` demands of a session before a proxy lets it pass. */
  VERIFY_MINIMUM_LEVEL: z.enum(['aal1', 'aal2']).default('aal2'),
  /** Where metrics are served; 0: nowhere. Loopback, unless told otherwise. */
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).default(0),
});

export type Config = Readonly<z.infer<typeof environment>>;

export type ReadConfig =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'refused'; readonly lines: readonly string[] };

/**
 * Reads the environment once. An empty variable counts as absent.
 * @returns the frozen configuration, or one line per fault that says what to do; values are never repeated in it.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): ReadConfig {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    return {
      kind: 'refused',
      lines: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${wordsFor(issue, present)}`),
    };
  }
  const lines = contradictions(parsed.data);
  return lines.length > 0 ? { kind: 'refused', lines } : { kind: 'ok', config: Object.freeze(parsed.data) };
}

/** The line for a key ring that no variable names, so that it is told beside whatever else is missing. */
export function ringMissing({ KEY_RING, KEY_RING_FILE }: Readonly<Record<string, string | undefined>>): string[] {
  return KEY_RING || KEY_RING_FILE
    ? []
    : ['KEY_RING_FILE: is missing: make a key ring with "pnpm db keys init <file>" and name the file'];
}

/** What to do about one fault; never the value, which may be a secret in the wrong place. */
function wordsFor(issue: z.core.$ZodIssue, present: object): string {
  if (!Object.hasOwn(present, String(issue.path[0]))) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return 'must be a whole number';
    case 'too_small':
      return issue.origin === 'string' ? issue.message : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    default:
      return issue.message;
  }
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether PostgreSQL is on this host, or the operator said that the way to it is encrypted and proven, or openly not
 * (R-CF-02). The modes in between fall back in silence or mean other things from one client to the next.
 */
function isWaySaid(databaseUrl: string): boolean {
  const url = /^postgres(ql)?:/.test(databaseUrl) ? URL.parse(databaseUrl) : null;
  if (url === null) return true;
  const host = url.searchParams.get('host') ?? url.hostname;
  const isHere = LOOPBACK.includes(host) || /^(\/|%2f|$)/i.test(host);
  return isHere || ['verify-full', 'disable'].includes(url.searchParams.get('sslmode') ?? '');
}

/** What two variables, or more than a variable's form, make wrong. */
function contradictions(config: z.infer<typeof environment>): string[] {
  const origin = new URL(config.PUBLIC_ORIGIN);
  const inProduction = config.NODE_ENV === 'production';
  const proxies = parseProxies(config.TRUSTED_PROXIES);
  const faults: (readonly [isThere: boolean, line: string])[] = [
    [
      origin.protocol !== 'https:' && !LOOPBACK.includes(origin.hostname),
      'PUBLIC_ORIGIN: must be https, except on loopback',
    ],
    [
      inProduction && !isWaySaid(config.DATABASE_URL),
      'DATABASE_URL: add sslmode=verify-full, or sslmode=disable where nobody else is on the network to the database',
    ],
    [
      inProduction && config.SMS_FICTIONAL_PREFIXES.length > 0,
      'SMS_FICTIONAL_PREFIXES: is for development and tests, remove it',
    ],
    [
      config.SESSION_IDLE_SECONDS > config.SESSION_ABSOLUTE_SECONDS,
      'SESSION_IDLE_SECONDS: must not exceed SESSION_ABSOLUTE_SECONDS',
    ],
    [
      parseNumericSenders(config.SMS_NUMERIC_SENDERS).kind === 'refused',
      'SMS_NUMERIC_SENDERS: must be countries with digits, such as US:18005550100, each country once',
    ],
    [proxies.kind === 'refused', 'TRUSTED_PROXIES: must be addresses or networks, such as 10.0.0.0/8'],
    [
      proxies.kind === 'ok' && proxies.proxies.some(({ prefix }) => prefix === 0),
      'TRUSTED_PROXIES: must not be everybody: anyone could then give any address as their own',
    ],
    [
      config.KEY_RING !== undefined && config.KEY_RING_FILE !== undefined,
      'KEY_RING: remove it or KEY_RING_FILE: only one of them can be meant',
    ],
    [
      config.VONAGE_PRIVATE_KEY !== undefined && config.VONAGE_PRIVATE_KEY_FILE !== undefined,
      'VONAGE_PRIVATE_KEY: remove it or VONAGE_PRIVATE_KEY_FILE: only one of them can be meant',
    ],
    [config.METRICS_PORT === config.PORT, 'METRICS_PORT: must not be that of PORT'],
  ];
  return faults.filter(([isThere]) => isThere).map(([, line]) => line);
}
