import { createHash } from 'node:crypto';

/** What every measured server is and can be asked, so that one client drives them all alike. */
export interface Served {
  /** Answers HTTP on this port of 127.0.0.1. */
  readonly port: number;
  readonly routes: Routes;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How each step is asked of this server; null where it has no such step. */
export interface Routes {
  readonly session: (account: number) => Call;
  readonly password: (account: number, right: boolean) => Call;
  readonly answer: (cookies: string, code: string) => Call;
}

/** What a server process reports: its processor time since the last report, all threads, and its memory. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly peakMb: number;
}

export const ORIGIN = 'http://localhost:7000';
export const PASSWORD = 'meadow lantern 42 orbit';
/** RFC 6238's own secret: every account of the benchmark has it, so that the client can compute codes. */
export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** The least that is allowed anywhere, the same for all servers. */
export const ARGON2 = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

export const loginOf = (account: number) => `person${account}@example.com`;
export const tokenOf = (account: number) => createHash('sha256').update(`token ${account}`).digest('base64url');

/** Messages from the runner to a server process. */
export type Order =
  | { readonly kind: 'usage' }
  /** Makes the next answers possible: no code is spent, no try is counted. */
  | { readonly kind: 'prepare' }
  /** Whether passwords are hashed; without, the step costs all but its hash. */
  | { readonly kind: 'hashing'; readonly on: boolean };

/** Serves the runner's orders in a child process. */
export function obey(handlers: { prepare: () => void; hashing: (on: boolean) => void }): void {
  let before = process.cpuUsage();
  process.on('message', (order: Order) => {
    if (order.kind === 'prepare') handlers.prepare();
    if (order.kind === 'hashing') handlers.hashing(order.on);
    const spent = process.cpuUsage(before);
    before = process.cpuUsage();
    const usage: Usage = {
      cpuMs: (spent.user + spent.system) / 1000,
      rssMb: process.memoryUsage.rss() / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1000,
    };
    process.send?.(usage);
  });
}
