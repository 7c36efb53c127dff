import { createHash } from 'node:crypto';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the client keeps of an answer, since the next call of a sequence may need it. */
export interface Answered {
  readonly status: number;
  /** The cookies that it set, as a request sends them. */
  readonly cookies: string;
  readonly body: string;
}

/** How each step is asked of a server. Accounts are numbered from 0. */
export interface Routes {
  readonly session: (account: number) => Call;
  readonly password: (account: number, right: boolean) => Call;
  readonly answer: (cookies: string, code: string) => Call;
}

/** The longer steps, which the floor does not have. */
export interface MoreRoutes extends Routes {
  readonly sendSms: (cookies: string) => Call;
  readonly answerSms: (cookies: string, code: string) => Call;
  /** Of an account without a second factor, which is signed in. */
  readonly begin: (account: number) => Call;
  /** The code is computed from what the beginning answered. */
  readonly confirm: (account: number, begun: Answered) => Call;
  readonly recover: (cookies: string, account: number) => Call;
  /** What makes a recovery code work only once and gives the next; null where the one call does. */
  readonly replaceRecovery: ((cookies: string) => Call) | null;
}

/** What a server process reports: its processor time since the last report, all threads, and its memory. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly peakMb: number;
  /** The text message codes sent since the last preparation, by account. */
  readonly codes: Readonly<Record<number, string>>;
}

export const ORIGIN = 'http://localhost:7000';
export const PASSWORD = 'meadow lantern 42 orbit';
/** RFC 6238's own secret: every account of the benchmark has it, so that the client can compute codes. */
export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** The least that is allowed anywhere, the same for all servers. */
export const ARGON2 = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
/** Accounts beside the numbered ones: with an app and a phone, and without a second factor. */
export const EXTRA_ACCOUNTS = 400;

export const loginOf = (account: number) => `person${account}@example.com`;
export const phoneLoginOf = (account: number) => `phone${account}@example.com`;
export const plainLoginOf = (account: number) => `plain${account}@example.com`;
export const tokenOf = (account: number) => createHash('sha256').update(`token ${account}`).digest('base64url');
export const plainTokenOf = (account: number) => createHash('sha256').update(`plain ${account}`).digest('base64url');

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The recovery code of a numbered account, in the console's form. */
export function recoveryCodeOf(account: number): string {
  const bytes = createHash('sha256').update(`recovery ${account}`).digest();
  return Array.from(bytes.subarray(0, 24), (byte) => CROCKFORD[byte & 31]).join('');
}

/** Messages from the runner to a server process. */
export type Order =
  | { readonly kind: 'usage' }
  /** Makes the next answers possible: no code is spent, no try is counted. */
  | { readonly kind: 'prepare' }
  /** Whether passwords are hashed; without, the step costs all but its hash. */
  | { readonly kind: 'hashing'; readonly on: boolean };

interface Handlers {
  readonly prepare: () => void | Promise<void>;
  readonly hashing: (on: boolean) => void;
  readonly codes?: () => Readonly<Record<number, string>>;
}

/** Serves the runner's orders in a child process. */
export function obey(handlers: Handlers): void {
  // A runner that failed leaves no server behind.
  process.on('disconnect', () => process.exit());
  let before = process.cpuUsage();
  process.on('message', async (order: Order) => {
    if (order.kind === 'prepare') await handlers.prepare();
    if (order.kind === 'hashing') handlers.hashing(order.on);
    const spent = process.cpuUsage(before);
    before = process.cpuUsage();
    const usage: Usage = {
      cpuMs: (spent.user + spent.system) / 1000,
      rssMb: process.memoryUsage.rss() / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1000,
      codes: handlers.codes?.() ?? {},
    };
    process.send?.(usage);
  });
}
