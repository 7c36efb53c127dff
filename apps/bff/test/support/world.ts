import type { Language } from '@wattsense/contract/vocabulary';
import { createBackground } from '../../src/adapters/background.ts';
import { createFitness } from '../../src/adapters/fitness.ts';
import { createKeys, newKey, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { noMetrics } from '../../src/adapters/no-metrics.ts';
import { createSystemRandom } from '../../src/adapters/system-random.ts';
import { createTokens } from '../../src/adapters/tokens.ts';
import { createApp } from '../../src/app.ts';
import { authenticators } from '../../src/authenticators/kinds.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Deps, Log, OutgoingSms, SmsGateway, SmsOutcome } from '../../src/deps.ts';
import { normaliseLogin } from '../../src/domain/login.ts';
import type { Database } from '../../src/store/database.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { Browser } from './browser.ts';
import { ORIGIN, TEST_RING } from './fixed-values.ts';
import { checkEnded } from './invariants.ts';
import { MovedClock } from './moved-clock.ts';
import { openTestPostgres } from './postgres.ts';
import { openTestSqlite } from './sqlite.ts';
import { hashOfPassword, workersPasswords } from './worker-passwords.ts';

/** A phone network that delivers at once, or fails as it is told. */
export class TestPhones implements SmsGateway {
  readonly sent: OutgoingSms[] = [];
  outcome: (message: OutgoingSms) => SmsOutcome | Promise<SmsOutcome> = () => ({
    kind: 'accepted',
    providerId: crypto.randomUUID(),
  });
  async send(message: OutgoingSms): Promise<SmsOutcome> {
    this.sent.push(message);
    return this.outcome(message);
  }
  /** The code in the latest message to a number. */
  codeFor(number: string): string {
    const message = this.sent.findLast((one) => one.to === number);
    const code = /^(\d{6}) /.exec(message?.text ?? '')?.[1];
    if (code === undefined) throw new Error(`no code was sent to ${number}`);
    return code;
  }
}

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: unknown;
}

export interface World {
  readonly deps: Deps;
  readonly app: ReturnType<typeof createApp>;
  readonly clock: MovedClock;
  readonly phones: TestPhones;
  readonly logged: readonly LogLine[];
  readonly database: Database;
  browser(address?: string): Browser;
  account(login?: string, options?: { language?: Language; name?: string }): Promise<{ id: string; login: string }>;
  /** Holds the database against the rules (`invariants.ts`), then closes it. A second call does no more than the first. */
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly engine?: 'sqlite' | 'postgres';
  readonly environment?: Readonly<Record<string, string>>;
  readonly database?: Database;
  readonly withoutSms?: boolean;
  readonly keyRing?: string;
  /** The kinds of authenticator that it knows; without them the product's. */
  readonly authenticators?: Deps['authenticators'];
  /** Why this world ends in a state that breaks the rules; without it a world that does fails its test. */
  readonly planted?: string;
}

/** A whole server over a real database with real migrations, a clock to move and phones to read. */
export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = new MovedClock(new Date('2026-03-02T09:00:00Z'));
  const logged: LogLine[] = [];
  const log = recordingLog(logged);
  const config = testConfig(options.environment);
  const keyRing = options.keyRing ?? TEST_RING;
  const ring = parseKeyRing(keyRing);
  if (ring.kind === 'refused') throw new Error(ring.line);
  const opened = options.database === undefined ? await openTestDatabase(options.engine) : null;
  const database = options.database ?? opened?.database;
  if (database === undefined) throw new Error('no database');
  const random = createSystemRandom(clock);
  const phones = new TestPhones();
  const deps: Deps = {
    config,
    authenticators: options.authenticators ?? authenticators,
    database,
    clock,
    timers: clock,
    random,
    tokens: createTokens(random),
    keys: createKeys(ring.ring),
    passwords: await workersPasswords(config, keyRing, ring.ring),
    sms: options.withoutSms ? null : phones,
    log,
    background: createBackground(log),
    metrics: noMetrics,
    fitness: createFitness({ clockOffsetMs: () => 0, smsPaused: () => false }, clock),
  };
  const app = createApp(deps);
  return {
    deps,
    app,
    clock,
    phones,
    logged,
    database,
    browser: (address) => new Browser(app, deps, address),
    account: (login = 'a.martin@example.com', settings = {}) => addAccount(deps, login, settings),
    close: once(async () => {
      await deps.background.settled();
      try {
        if (options.planted === undefined) await checkEnded(database);
      } finally {
        await opened?.close();
      }
    }),
  };
}

/** However often it is asked for. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= close();
    return closed;
  };
}

export const freshKey = newKey;

/** The cheapest hash that is allowed: tests check the rules, not the cost. */
function testConfig(environment: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({
    NODE_ENV: 'test',
    PUBLIC_ORIGIN: ORIGIN,
    PASSWORD_MEMORY_MIB: '19',
    PASSWORD_PASSES: '2',
    PASSWORD_LANES: '1',
    SMS_FICTIONAL_PREFIXES: '+3363998',
    TRUSTED_PROXIES: '192.0.2.1',
    ...environment,
  });
  if (read.kind === 'refused') throw new Error(read.lines.join('\n'));
  return read.config;
}

const openTestDatabase = (engine: WorldOptions['engine']) =>
  engine === 'postgres' ? openTestPostgres() : openTestSqlite();

function recordingLog(lines: LogLine[]): Log {
  const at = (level: keyof Log) => (message: string, fields?: unknown) => {
    lines.push({ level, message, fields });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

async function addAccount(
  deps: Deps,
  login: string,
  { language = 'en', name = 'Alex Martin' }: { language?: Language; name?: string },
) {
  const passwordHash = await hashOfPassword(deps.passwords);
  const id = deps.random.id();
  const normal = normaliseLogin(login);
  if (normal === null || passwordHash === null) throw new Error('not an account');
  await deps.database.single(() =>
    insertAccount({ id, login: normal, name, language, passwordHash, now: deps.clock.now() }),
  );
  return { id, login: normal };
}
