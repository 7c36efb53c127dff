import { pbkdf2Sync } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDatabaseClock } from '../../src/adapters/database-clock.ts';
import { createFitness } from '../../src/adapters/fitness.ts';
import { createKeys, parseKeyRing } from '../../src/adapters/key-ring.ts';
import { measuredBackground, measuredPasswords, measuredSms } from '../../src/adapters/measured-ports.ts';
import { createMetrics, type PrometheusMetrics } from '../../src/adapters/metrics.ts';
import { createMetricsServer } from '../../src/adapters/metrics-server.ts';
import { createApp } from '../../src/app.ts';
import { prune } from '../../src/flows/running/prune.ts';
import { Unavailable } from '../../src/outcome.ts';
import { observedDatabase } from '../../src/store/observed-database.ts';
import { guesser, guessOn } from '../limits/guessing.ts';
import { enrol, faultOn, NUMBER, type SmsBench, startSmsBench } from '../sms/sms-bench.ts';
import { numberOf, pump } from '../sms/sms-pump.ts';
import { beginReceipts, postReceipt } from '../sms/sms-receipt-bench.ts';
import { Browser, codeOf } from '../support/browser.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { freshKey } from '../support/world.ts';
import { type Alert, readAlerts, sumOf } from './alert-rules.ts';

/** A whole server with the real SDK, measured as `assemble` measures it. */
interface Stage {
  readonly bench: SmsBench;
  readonly database: TrappedDatabase;
  readonly prometheus: PrometheusMetrics;
  /** By how much the clock of this host is found to be off, in milliseconds. */
  clockOffsetMs: () => number;
}

const WRONG = 'not the password at all';

async function openStage(): Promise<Stage> {
  const prometheus = createMetrics();
  const { metrics } = prometheus;
  let database: TrappedDatabase | undefined;
  const bench = await startSmsBench({
    environment: { SMS_CLIENT_WAITING: '3' },
    ports: ({ database: inner, log, timers, passwords, background, sms }) => {
      database = new TrappedDatabase(inner);
      return {
        metrics,
        database: observedDatabase(database, { metrics, log, timers }),
        passwords: measuredPasswords(passwords, metrics),
        background: measuredBackground(background, metrics),
        sms: sms && measuredSms(sms, metrics, timers),
      };
    },
  });
  if (database === undefined) throw new Error('no database');
  const stage: Stage = { bench, database, prometheus, clockOffsetMs: () => 0 };
  const smsPaused = () => bench.deps.sms?.paused?.() ?? false;
  const fitness = createFitness({ clockOffsetMs: () => stage.clockOffsetMs(), smsPaused }, bench.clock);
  prometheus.measure({ fitness, hashLoad: () => ({ running: 0, waiting: 0 }) });
  return stage;
}

/** Somebody with an app, and a browser that asks for the next code. */
async function challenged({ bench }: Stage) {
  const { browser: home, login } = await bench.signedIn();
  const { secret, recoveryCode } = await home.enrolApp();
  const browser = bench.browser('203.0.113.9');
  await browser.signIn(login);
  return { login, browser, secret, recoveryCode: recoveryCode ?? '' };
}

const guessCodes = async (stage: Stage, count: number) => {
  const { login } = await challenged(stage);
  await guessOn(
    stage.bench.world,
    guesser(() => stage.bench.browser('203.0.113.9'), login),
    count,
  );
};
const guessPasswords = async ({ bench }: Stage, count: number) => {
  const { login } = await bench.account();
  for (let judged = 0; judged < count; ) {
    const { problem } = await bench.browser(`198.51.${judged}.1`).signIn(login, WRONG);
    if (problem?.type === 'too-many-attempts') bench.advance(problem.retryAfterSeconds);
    else judged += 1;
  }
};
const askWhileFailing = async ({ bench, database }: Stage, error: Error) => {
  const { browser } = await bench.signedIn();
  database.failBefore('session_live', error);
  await browser.session();
};

/** What makes each alert's series move, and those of its series that must not: their standing still is a part of it. */
const DRIVERS: Readonly<Record<string, { drive: (stage: Stage) => Promise<unknown>; still?: RegExp }>> = {
  // Prometheus makes `up` itself, out of whether it was answered.
  ConsoleInstanceDown: {
    drive: async ({ prometheus }) => {
      const server = createMetricsServer(prometheus).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
      expect((await fetch(url)).status).toBe(200);
      server.close().closeAllConnections();
      await expect(fetch(url)).rejects.toThrow();
    },
    still: /^up/,
  },
  ConsoleDatabaseErrors: { drive: (stage) => askWhileFailing(stage, new Unavailable('57P01')) },
  ConsoleUnexpectedErrors: { drive: (stage) => askWhileFailing(stage, new Error('a fault of ours')) },
  ConsoleCannotVerify: {
    drive: async (stage) => {
      const { browser, secret } = await challenged(stage);
      const ring = parseKeyRing(freshKey('another'));
      if (ring.kind === 'refused') throw new Error(ring.line);
      const deps = { ...stage.bench.deps, keys: createKeys(ring.ring) };
      const elsewhere = new Browser(createApp(deps), deps);
      for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
      await elsewhere.answer('otp', codeOf(secret, stage.bench.clock.now()));
    },
  },
  ConsoleSlow: {
    drive: async ({ bench, database, prometheus }) => {
      const { browser } = await bench.signedIn();
      const hold = database.holdBefore('session_live');
      const asking = browser.session();
      await hold.reached;
      bench.advance(0.7);
      hold.release();
      await asking;
      const took = (le: string) => new RegExp(`seconds_bucket{le="${le}"[^}]*route="/api/session"[^}]*} 1$`, 'm');
      const scraped = await prometheus.text();
      expect(scraped).toMatch(took('1'));
      expect(scraped).not.toMatch(took('0\\.5'));
    },
  },
  ConsoleEventLoopLag: {
    drive: async () => {
      // What is measured is how late a timer comes, after the one before it.
      for (let late = 0; late < 2; late += 1) {
        pbkdf2Sync('a long work', 'in one turn', 300_000, 32, 'sha256');
        for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
      }
    },
  },
  ConsoleClockOff: {
    drive: async (stage) => {
      const { clock } = stage.bench;
      const database = { now: async () => new Date(clock.now().getTime() + 5000) };
      const shared = await createDatabaseClock(database, stage.bench.deps.log, clock, () => clock.now().getTime());
      stage.clockOffsetMs = shared.offsetMs;
      shared.stop();
    },
  },
  // It fires when this has not moved for half an hour, or never has.
  ConsoleNotPruned: { drive: async ({ bench: { deps } }) => deps.metrics.pruned(await prune(deps)) },
  ConsoleBackgroundFailures: {
    drive: async (stage) => {
      const { login } = await stage.bench.account();
      stage.database.failBefore('event_tally', new Error('a fault of ours'));
      await stage.bench.browser().signIn(login, WRONG);
      await stage.bench.settled();
    },
  },
  ConsolePasswordGuessed: { drive: (stage) => guessPasswords(stage, 100) },
  ConsolePasswordStorm: { drive: (stage) => guessPasswords(stage, 30) },
  ConsoleHashQueueFull: {
    drive: async ({ bench }) => {
      const { login } = await bench.account();
      const full = { ...bench.deps.passwords, hasRoom: () => false };
      const deps = { ...bench.deps, passwords: measuredPasswords(full, bench.deps.metrics) };
      await new Browser(createApp(deps), deps).signIn(login);
    },
  },
  ConsoleCodesGuessed: { drive: (stage) => guessCodes(stage, 5) },
  ConsoleSecondFactorDisabled: { drive: (stage) => guessCodes(stage, 100) },
  ConsoleRecoveryCodesUsed: {
    drive: async (stage) => {
      const { browser, recoveryCode } = await challenged(stage);
      await browser.answer('recovery', recoveryCode);
      await browser.replaceRecoveryCode();
    },
  },
  ConsoleNobodySignsIn: { drive: (stage) => guessPasswords(stage, 5), still: /signed-in/ },
  ConsoleSmsNotSent: {
    drive: async ({ bench }) => {
      faultOn(bench, 'internal-error');
      await pump(bench, NUMBER);
    },
  },
  ConsoleSmsAlarm: {
    drive: async ({ bench }) => {
      for (let index = 0; index < 4; index += 1) await pump(bench, numberOf(index, 98));
    },
  },
  ConsoleSmsPaused: {
    drive: async ({ bench }) => {
      faultOn(bench, 'internal-error');
      for (let index = 0; index < 5; index += 1)
        await pump(bench, numberOf(index, 98), { address: `192.0.2.${index}` });
    },
  },
  ConsoleSmsNotDelivered: {
    drive: async ({ bench }) => (await beginReceipts(bench)).receive('undeliverable', 1260),
  },
  ConsoleSmsReceiptsRefused: { drive: ({ bench }) => postReceipt(bench, '{}', 'Bearer forged') },
  ConsoleSmsUnanswered: {
    drive: async ({ bench }) => enrol((await bench.signedIn()).browser),
    still: /verified/,
  },
};

let stage: Stage | undefined;
afterEach(() => stage?.bench.close());

describe('the alert rules that ship', () => {
  const alerts = readAlerts();

  it('D041: are each driven here', () => {
    expect(alerts.map(({ name }) => name).toSorted()).toEqual(Object.keys(DRIVERS).toSorted());
    for (const { name, series } of alerts) expect([name, series.length > 0]).toEqual([name, true]);
  });

  it.each(alerts)('D041: $name fires: its series move when the thing happens', async ({ name, series }: Alert) => {
    stage = await openStage();
    const { prometheus } = stage;
    const read = async () => {
      await stage?.bench.settled();
      const scraped = await prometheus.text();
      return new Map(series.map((one) => [one.text, sumOf(one, scraped) ?? 0]));
    };
    const before = await read();
    const driver = DRIVERS[name];
    await driver?.drive(stage);
    const after = await read();
    for (const { text } of series) {
      const rise = (after.get(text) ?? 0) - (before.get(text) ?? 0);
      expect([text, rise > 0]).toEqual([text, driver?.still?.test(text) !== true]);
    }
  });
});
