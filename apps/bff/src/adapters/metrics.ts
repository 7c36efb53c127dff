import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { Fitness, Metrics } from '../deps.ts';
import type { HashLoad } from './password-hasher.ts';

/** Asked at each scrape. */
export interface Measured {
  readonly fitness: Fitness;
  readonly hashLoad: () => HashLoad;
}

export interface PrometheusMetrics {
  readonly metrics: Metrics;
  /** What Prometheus scrapes, in its text format. */
  text(): Promise<string>;
  readonly contentType: string;
  /** What is asked for at each scrape, once there is something to ask. */
  measure(measured: Measured): void;
}

/** In seconds: from a session check to a call that waits for a provider. */
const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DATABASE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];
const SMS_SECONDS = [0.1, 0.25, 0.5, 1, 2, 4, 8];

/** Counts in a registry of its own, so that two servers in one process do not count together. */
export function createMetrics(): PrometheusMetrics {
  const registry = new Registry();
  // Memory, garbage collection, file handles and the lag of the event loop.
  collectDefaultMetrics({ register: registry });
  return {
    metrics: { ...httpMetrics(registry), ...signInMetrics(registry), ...partMetrics(registry) },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    measure: (measured) => gauges(registry, measured),
  };
}

const counter = <L extends string>(registry: Registry, name: string, help: string, labelNames: readonly L[] = []) =>
  new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });

const histogram = <L extends string>(
  registry: Registry,
  { name, help, labelNames, buckets }: { name: string; help: string; labelNames: readonly L[]; buckets: number[] },
) => new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [registry] });

function httpMetrics(registry: Registry): Pick<Metrics, 'requestFinished'> {
  const requests = histogram(registry, {
    name: 'console_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
  });
  const problems = counter(registry, 'console_http_problems_total', 'Requests answered with a problem, by its type.', [
    'route',
    'problem',
  ]);
  return {
    requestFinished: ({ method, route, status, seconds, problem }) => {
      requests.observe({ method, route, status }, seconds);
      if (problem !== null) problems.inc({ route, problem });
    },
  };
}

function signInMetrics(
  registry: Registry,
): Pick<
  Metrics,
  'eventWritten' | 'challengeBegun' | 'loginGuessed' | 'smsSent' | 'smsVerified' | 'smsHeld' | 'smsAlarm' | 'smsReceipt'
> {
  const events = counter(
    registry,
    'console_security_events_total',
    'Security events committed: sign-ins, wrong passwords and codes, blocks, changes, by kind and method.',
    ['kind', 'method'],
  );
  const challenges = counter(registry, 'console_challenges_total', 'Challenges begun, by purpose.', ['purpose']);
  const guessed = counter(
    registry,
    'console_login_guessed_total',
    'Hundreds of wrong passwords in a row for one login, from browsers that never signed in to it.',
  );
  const sends = counter(registry, 'console_sms_sends_total', 'Text messages by what the provider said of them.', [
    'outcome',
    'country',
  ]);
  const sendSeconds = histogram(registry, {
    name: 'console_sms_send_seconds',
    help: 'How long the provider took to answer a send.',
    labelNames: ['outcome'],
    buckets: SMS_SECONDS,
  });
  const verified = counter(registry, 'console_sms_verified_total', 'Challenges and enrolments whose code was entered.');
  const held = counter(registry, 'console_sms_held_total', 'Text messages held back, by the wait or cap that did.', [
    'reason',
  ]);
  const alarms = counter(registry, 'console_sms_alarms_total', 'Caps reached, and ranges or countries paused.', [
    'kind',
  ]);
  const receipts = counter(registry, 'console_sms_receipts_total', 'Receipts, by what became of the message.', [
    'state',
  ]);
  return {
    eventWritten: (kind, method) => events.inc({ kind, method: method ?? 'none' }),
    challengeBegun: (purpose) => challenges.inc({ purpose }),
    loginGuessed: () => guessed.inc(),
    smsSent: (outcome, country, seconds) => {
      sends.inc({ outcome: outcome.kind === 'failed' ? outcome.failure : outcome.kind, country });
      sendSeconds.observe({ outcome: outcome.kind }, seconds);
    },
    smsVerified: () => verified.inc(),
    smsHeld: (reason) => held.inc({ reason }),
    smsAlarm: (kind) => alarms.inc({ kind }),
    smsReceipt: (state) => receipts.inc({ state }),
  };
}

function partMetrics(
  registry: Registry,
): Pick<Metrics, 'hashRefused' | 'databaseUsed' | 'backgroundFailed' | 'pruned'> {
  const refused = counter(registry, 'console_hash_refused_total', 'Password hashes refused by the full queue.', [
    'turn',
  ]);
  const database = histogram(registry, {
    name: 'console_database_seconds',
    help: 'How long units of work took, those that failed included.',
    labelNames: ['result'],
    buckets: DATABASE_SECONDS,
  });
  const errors = counter(registry, 'console_database_errors_total', 'Units of work that failed, by code.', ['code']);
  const failures = counter(registry, 'console_background_failures_total', 'Background works that failed, by name.', [
    'name',
  ]);
  const rows = counter(registry, 'console_pruned_rows_total', 'Rows removed after their end.');
  const runs = new Gauge({
    name: 'console_last_prune_timestamp_seconds',
    help: 'When what has ended was last cleaned up.',
    registers: [registry],
  });
  return {
    hashRefused: (turn) => refused.inc({ turn }),
    databaseUsed: (seconds, error) => {
      database.observe({ result: error === null ? 'done' : 'failed' }, seconds);
      if (error !== null) errors.inc({ code: error });
    },
    backgroundFailed: (name) => failures.inc({ name }),
    pruned: (count) => {
      rows.inc(count);
      runs.setToCurrentTime();
    },
  };
}

function gauges(registry: Registry, { fitness, hashLoad }: Measured): void {
  const registers = [registry];
  new Gauge({
    name: 'console_hash_queue',
    help: 'Password hashes that run or wait.',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = hashLoad();
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  new Gauge({
    name: 'console_clock_offset_seconds',
    help: "The database's clock minus this host's.",
    registers,
    collect() {
      this.set(fitness.clockOffsetMs() / 1000);
    },
  });
  new Gauge({
    name: 'console_sms_paused',
    help: '1 while calls to the SMS provider are paused after failures in a row.',
    registers,
    collect() {
      this.set(fitness.smsPaused() ? 1 : 0);
    },
  });
}
