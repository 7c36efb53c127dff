import { hostname } from 'node:os';
import { createBackground } from './adapters/background.ts';
import { createDatabaseClock } from './adapters/database-clock.ts';
import { createFitness } from './adapters/fitness.ts';
import { createJsonLog } from './adapters/json-log.ts';
import { createKeys, createPepper, type KeyRing, parseKeyRing } from './adapters/key-ring.ts';
import { measuredBackground, measuredPasswords, measuredSms } from './adapters/measured-ports.ts';
import type { PrometheusMetrics } from './adapters/metrics.ts';
import { noMetrics } from './adapters/no-metrics.ts';
import { createPasswordHasher, type HashLoad } from './adapters/password-hasher.ts';
import { systemClock } from './adapters/system-clock.ts';
import { createSystemRandom } from './adapters/system-random.ts';
import { systemTimers } from './adapters/system-timers.ts';
import { createTokens } from './adapters/tokens.ts';
import { authenticators } from './authenticators/kinds.ts';
import { type Config, readConfig, ringMissing } from './config.ts';
import type { Deps } from './deps.ts';
import { checkKeys } from './flows/keys/check-keys.ts';
import {
  ANNOUNCE_EVERY_MS,
  announceInstance,
  introduceInstance,
  withdrawInstance,
} from './flows/running/announce-instance.ts';
import { RefusedToStart, secretIn } from './refused-to-start.ts';
import { liftSmsPauses } from './sms/watch-sms.ts';
import { gatewayFrom } from './sms-gateway.ts';
import { observedDatabase } from './store/observed-database.ts';
import { type OpenedDatabase, openDatabase, reasonOf } from './store/open-database.ts';

export interface Assembly {
  readonly deps: Deps;
  /** Null where metrics are off. */
  readonly prometheus: PrometheusMetrics | null;
  /** From now on the process is not ready for new work. */
  readonly stop: () => void;
  /** Waits for what runs in the background, then lets the database go. */
  readonly close: () => Promise<void>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Makes the real ports from the environment. Throws `RefusedToStart` for whatever an operator must mend. */
export async function assemble(
  variables: Variables,
  as: 'serve' | 'command',
  migrations: string,
  timers = systemTimers,
): Promise<Assembly> {
  const config = configFrom(variables);
  const ring = keyRingFrom(config);
  const log = createJsonLog({ level: config.LOG_LEVEL });
  const gateway = await gatewayFrom(config, variables, { log, timers });
  const database = await open(config, as, migrations, { log, timers });
  const keys = createKeys(ring);
  const checked = await checkKeys(database, keys);
  if (checked.kind === 'refused') {
    await database.close();
    throw new RefusedToStart([checked.line]);
  }
  const shared = database.engine === 'postgres' ? await createDatabaseClock(database, log, timers) : null;
  const fitness = createFitness(
    { clockOffsetMs: () => shared?.offsetMs() ?? 0, smsPaused: () => gateway?.paused?.() ?? false },
    timers,
  );
  const passwords = await createPasswordHasher({ config, pepper: createPepper(ring) });
  const prometheus = as === 'serve' && config.METRICS_PORT !== 0 ? await prometheusFor(fitness, passwords) : null;
  const metrics = prometheus?.metrics ?? noMetrics;
  const clock = shared?.clock ?? systemClock;
  const random = createSystemRandom(clock);
  const deps: Deps = {
    config,
    authenticators,
    database: observedDatabase(database, { metrics: fitness.watching(metrics), log, timers }),
    clock,
    timers,
    random,
    tokens: createTokens(random),
    keys,
    passwords: measuredPasswords(passwords, metrics),
    sms: gateway && measuredSms(gateway, metrics, timers),
    log,
    background: measuredBackground(createBackground(log), metrics),
    metrics,
    fitness,
  };
  if (config.SMS_KILL_SWITCH && as === 'serve') await liftSmsPauses(deps);
  const withdraw = as === 'serve' ? announce(deps) : async () => undefined;
  const close = async () => {
    await deps.background.settled();
    await deps.background.settleOwed();
    await withdraw();
    shared?.stop();
    await database.close();
  };
  return { deps, prometheus, stop: fitness.stop, close };
}

/** Tells the operators' commands that this server runs and which keys it holds; returns how it says that it stops. */
function announce(deps: Deps): () => Promise<void> {
  const instance = introduceInstance(deps, `${hostname()}:${process.pid}`);
  const tell = () => deps.background.run('announce-instance', () => announceInstance(deps, instance));
  tell();
  const stopTelling = deps.timers.every(ANNOUNCE_EVERY_MS, tell);
  return async () => {
    stopTelling();
    await withdrawInstance(deps, instance.id).catch(() => undefined);
  };
}

/** Loaded only where somebody asks for metrics. */
async function prometheusFor(fitness: Deps['fitness'], { load }: { load(): HashLoad }): Promise<PrometheusMetrics> {
  const { createMetrics } = await import('./adapters/metrics.ts');
  const prometheus = createMetrics();
  prometheus.measure({ fitness, hashLoad: load });
  return prometheus;
}

function configFrom(variables: Variables): Config {
  const read = readConfig(variables);
  if (read.kind === 'refused') throw new RefusedToStart([...read.lines, ...ringMissing(variables)]);
  return read.config;
}

function keyRingFrom(config: Config): KeyRing {
  const text =
    config.KEY_RING ??
    (config.KEY_RING_FILE === undefined ? undefined : secretIn('KEY_RING_FILE', config.KEY_RING_FILE));
  if (text === undefined) throw new RefusedToStart(ringMissing({}));
  const parsed = parseKeyRing(text);
  if (parsed.kind === 'refused') throw new RefusedToStart([parsed.line]);
  return parsed.ring;
}

async function open(
  config: Config,
  as: 'serve' | 'command',
  migrations: string,
  { log, timers }: Pick<Deps, 'log' | 'timers'>,
): Promise<OpenedDatabase> {
  try {
    const onIdleError = (code: string) => log.warn('database connection lost', { errorCode: code });
    // In production a missing file is a lost one, or a disk that is not mounted: "pnpm db init" makes a new one.
    const mustExist = config.NODE_ENV === 'production';
    return await openDatabase({ url: config.DATABASE_URL, migrations, as, mustExist, onIdleError, timers });
  } catch (error) {
    throw new RefusedToStart([`DATABASE_URL: ${reasonOf(error)}`]);
  }
}
