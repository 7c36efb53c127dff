import { generateKeyPairSync } from 'node:crypto';
import type { PhoneEnrolment } from '@wattsense/contract/enrolments';
import type { SmsProgress } from '@wattsense/contract/sms';
import { type ListeningSandbox, listenSandbox } from '@wattsense/sms-sandbox/listen';
import { whenStalled } from '@wattsense/sms-sandbox/stalled-answers';
import { test as base } from 'vitest';
import { vonageCredentials } from '../../src/adapters/vonage-credentials.ts';
import { createVonageSmsGateway } from '../../src/adapters/vonage-sms-gateway.ts';
import { createApp } from '../../src/app.ts';
import type { Deps, Log } from '../../src/deps.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { Browser } from '../support/browser.ts';
import type { MovedClock } from '../support/moved-clock.ts';
import { quickPasswords } from '../support/quick-passwords.ts';
import { createWorld, type LogLine, type World, type WorldOptions } from '../support/world.ts';

type SandboxOptions = Parameters<typeof listenSandbox>[0];

export const APPLICATION = '7c9a2b1e-1f7e-4f3c-9d59-2f1c0c9f4d11';
export const API_KEY = 'abcd1234';
export const API_SECRET = 'S3cretS3cret';
export const SIGNATURE_SECRET = 'a signature secret of forty characters..';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const PRIVATE_KEY = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** A French number of a range that no network serves, without an ending that the sandbox gives a meaning. */
export const NUMBER = '+33639980012';

export interface SmsBenchOptions extends Omit<WorldOptions, 'withoutSms'> {
  /** Signed tokens need the real time, in which the SDK makes them. */
  readonly auth?: 'jwt' | 'basic';
  readonly sandbox?: Partial<SandboxOptions>;
  readonly apiHost?: string;
  /** In place of the log that tests read. */
  readonly log?: Log;
  /** Changes the ports, as a fault does. */
  readonly ports?: (deps: Deps) => Partial<Deps>;
}

export interface SmsBench {
  readonly world: World;
  readonly deps: Deps;
  readonly app: ReturnType<typeof createApp>;
  readonly sandbox: ListeningSandbox;
  readonly clock: MovedClock;
  readonly logged: readonly LogLine[];
  browser(address?: string): Browser;
  /** An account whose password costs nothing to hash. */
  account(login?: string): Promise<{ id: string; login: string }>;
  /** Somebody signed in by the password, without a second factor. */
  signedIn(login?: string): Promise<{ browser: Browser; id: string; login: string }>;
  /** An account whose phone is bound, and the browser that did it. */
  withPhone(login?: string, number?: string): Promise<{ browser: Browser; id: string; login: string }>;
  /** The code in the latest message to a number, read from the phone. */
  codeFor(number: string): string;
  /** Moves the clock, running what the phone network has to do meanwhile. */
  advance(seconds: number): void;
  /** Waits until the phone network has come to a state. */
  until(holds: () => boolean): Promise<void>;
  /** What only operators can mend, as they read it. */
  operatorLines(): string[];
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The server with the real SDK, over HTTP, to a phone network whose time stands still until it is moved. */
export async function startSmsBench(options: SmsBenchOptions = {}): Promise<SmsBench> {
  const { auth = 'basic', environment = {} } = options;
  const credentials: Record<string, string> =
    auth === 'jwt'
      ? { VONAGE_APPLICATION_ID: APPLICATION, VONAGE_PRIVATE_KEY: PRIVATE_KEY, VONAGE_API_KEY: API_KEY }
      : { VONAGE_API_KEY: API_KEY, VONAGE_API_SECRET: API_SECRET };
  const network = { VONAGE_TIMEOUT_MS: '2000', VONAGE_SIGNATURE_SECRET: SIGNATURE_SECRET };
  const world = await createWorld({ ...options, environment: { ...network, ...credentials, ...environment } });
  if (auth === 'jwt') world.clock.set(new Date());
  const carrier = { carry: async (_url: string, _init: RequestInit) => new Response(null, { status: 503 }) };
  const sandbox = await listenSandbox({
    now: () => world.clock.now(),
    credentials: {
      apiKey: API_KEY,
      apiSecret: API_SECRET,
      ...(auth === 'jwt' && { applicationId: APPLICATION, publicKey }),
    },
    signatureSecret: SIGNATURE_SECRET,
    receipts: { final: 'none', submitted: false },
    requestsPerSecond: 10_000,
    schedule: world.clock.after,
    fetch: (url, init) => carrier.carry(String(url), init ?? {}),
    ...options.sandbox,
  });
  const deps = withGateway(world, { ...options, apiHost: options.apiHost ?? sandbox.url });
  const app = createApp(deps);
  carrier.carry = async (url, init) => app.request(url, { ...init, headers: headersOf(init, url) });
  const bench = { world, deps, app, sandbox, clock: world.clock, logged: world.logged };
  whenStalled(sandbox, () => world.clock.advance(deps.config.VONAGE_TIMEOUT_MS / 1000));
  return { ...bench, ...actions(bench), advance: (seconds) => world.clock.advance(seconds) };
}

type Bench = Pick<SmsBench, 'world' | 'deps' | 'app' | 'sandbox' | 'clock' | 'logged'>;

function withGateway(world: World, options: SmsBenchOptions & { readonly apiHost: string }): Deps {
  const config = { ...world.deps.config, VONAGE_API_HOST: options.apiHost };
  const credentials = vonageCredentials(config);
  if (credentials.kind !== 'ok') throw new Error(`no credentials: ${JSON.stringify(credentials)}`);
  const log = options.log ?? world.deps.log;
  const sms = createVonageSmsGateway({ config, credentials, timers: world.clock, log });
  const deps = { ...world.deps, config, log, sms, passwords: quickPasswords };
  return { ...deps, ...options.ports?.(deps) };
}

function headersOf(init: RequestInit, url: string): Headers {
  const headers = new Headers(init.headers);
  headers.set('host', new URL(url).host);
  return headers;
}

function actions({ world, deps, app, sandbox, clock, logged }: Bench): Omit<SmsBench, keyof Bench | 'advance'> {
  const browser = (address?: string) => new Browser(app, deps, address);
  const settled = () => deps.background.settled();
  const codeFor = (number: string) => {
    const code = sandbox.state.mailbox.messages(number).at(-1)?.code;
    if (!code) throw new Error(`no code came to ${number}`);
    return code;
  };
  const account = async (login = 'a.martin@example.com') => {
    const id = deps.random.id();
    const row = { id, login, name: 'Alex Martin', language: 'en', passwordHash: 'quick$', now: clock.now() } as const;
    await deps.database.single(() => insertAccount(row));
    return { id, login };
  };
  const signedIn = async (login?: string) => {
    const own = await account(login);
    const signing = browser();
    await signing.signIn(own.login);
    return { browser: signing, ...own };
  };
  return {
    browser,
    account,
    settled,
    codeFor,
    signedIn,
    withPhone: async (login, number = NUMBER) => {
      const owner = await signedIn(login);
      await owner.browser.enrolPhone(number, () => codeFor(number));
      await settled();
      // The messages of the hour before are of another day.
      clock.advance(3600);
      return owner;
    },
    until: (holds) => until(sandbox, holds),
    operatorLines: () => logged.filter(({ level }) => level === 'error').map(({ message }) => message),
    close: async () => {
      await settled();
      await sandbox.close();
      await world.close();
    },
  };
}

function until(sandbox: ListeningSandbox, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = sandbox.state.changes.subscribe(() => {
      if (!holds()) return;
      leave();
      resolve();
    });
  });
}

/** A test that starts benches, which end with it, the last one first; `bench` is one as it comes. */
export const test = base
  .extend('startBench', ({ task: _ }, { onCleanup }) => {
    const open: SmsBench[] = [];
    onCleanup(async () => {
      for (const bench of open.toReversed()) await bench.close();
    });
    return async (options?: SmsBenchOptions): Promise<SmsBench> => {
      const bench = await startSmsBench(options);
      open.push(bench);
      return bench;
    };
  })
  .extend('smsBench', ({ startBench }) => startBench());

/** Begins to bind a phone, and how its message is getting on. */
export async function enrol(
  browser: Browser,
  number = NUMBER,
  country = 'FR',
): Promise<{ enrolment: PhoneEnrolment; sms: SmsProgress }> {
  const begun = await browser.begin({ kind: 'phone', country, number });
  if (begun.problem !== null || begun.body.kind !== 'phone' || begun.body.sms === null)
    throw new Error(`no phone enrolment: ${JSON.stringify(begun.body)}`);
  return { enrolment: begun.body, sms: begun.body.sms };
}

export type FaultKind = NonNullable<Parameters<SmsBench['sandbox']['state']['switches']['set']>[0]['fault']>['kind'];

/** Switches a fault of the phone network on, for so many requests. */
export function faultOn(
  { sandbox }: SmsBench,
  kind: FaultKind,
  { times = null, retryAfterSeconds = 1 }: { readonly times?: number | null; readonly retryAfterSeconds?: number } = {},
): void {
  sandbox.state.switches.set({ fault: { kind, times, retryAfterSeconds } });
}

export const resend = (browser: Browser, enrolmentId: string) =>
  browser.send<SmsProgress>('POST', `/api/enrolments/${enrolmentId}/sms`);
export const resendChallenge = (browser: Browser) => browser.send<SmsProgress>('POST', '/api/sign-in/challenge/sms');
export const progress = (browser: Browser, id: string) => browser.send<SmsProgress>('GET', `/api/sms/${id}`);
