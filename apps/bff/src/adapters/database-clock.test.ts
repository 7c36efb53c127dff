import { describe, expect, it } from 'vitest';
import { MovedClock } from '../../test/support/moved-clock.ts';
import type { Log } from '../deps.ts';
import { createDatabaseClock } from './database-clock.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

/** A database whose time is right, and a host whose own clock may be set. */
async function hostAndDatabase() {
  const time = new MovedClock(new Date('2026-03-02T09:00:00Z'));
  let hostOffMs = 0;
  let asked = 0;
  let databaseOffMs = 0;
  let slowSeconds = 0;
  let silent = false;
  const warnings: string[] = [];
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => void warnings.push(message),
    error: () => undefined,
  };
  const database = {
    now: async () => {
      asked += 1;
      if (silent) throw new Error('nobody there');
      await settled();
      time.advance(slowSeconds);
      return new Date(time.now().getTime() + databaseOffMs);
    },
  };
  const shared = await createDatabaseClock(database, log, time, () => time.now().getTime() + hostOffMs);
  return {
    time,
    shared,
    setHost: (ms: number) => {
      hostOffMs = ms;
    },
    setBoth: (ms: number) => {
      hostOffMs = ms;
      databaseOffMs = ms;
    },
    setSlow: (seconds: number) => {
      slowSeconds = seconds;
    },
    setSilent: (is: boolean) => {
      silent = is;
    },
    asked: () => asked,
    warnings,
  };
}

describe('the time that instances share', () => {
  it.each([300_000, -300_000, 3_600_000])('D034: goes on as it was when the host is set by %i ms', async (ms) => {
    const { time, shared, setHost } = await hostAndDatabase();
    time.advance(10);
    setHost(ms);
    for (let second = 0; second < 120; second += 1) {
      time.advance(1);
      expect(shared.clock.now()).toEqual(time.now());
      await settled();
    }
    expect(shared.offsetMs()).toBe(-ms);
    shared.stop();
  });

  it('D034: is asked for at once where the database is on the host that was set', async () => {
    const { time, shared, setBoth, asked } = await hostAndDatabase();
    time.advance(10);
    setBoth(-300_000);
    const before = asked();
    shared.clock.now();
    await settled();
    expect(asked()).toBe(before + 1);
    expect(shared.clock.now().getTime()).toBe(time.now().getTime() - 300_000);
    for (let n = 0; n < 5; n += 1) shared.clock.now();
    await settled();
    expect(asked()).toBe(before + 1);
    shared.stop();
  });

  it('D034: a slow answer moves nothing, and one that contradicts what is known moves it as little as it must', async () => {
    const { time, shared, setSlow, setBoth } = await hostAndDatabase();
    setSlow(4);
    time.advance(30);
    await settled();
    expect(shared.clock.now()).toEqual(time.now());
    // The database's own time was set back by ten seconds; it told so at the end of four.
    setBoth(-10_000);
    time.advance(26);
    await settled();
    expect(shared.clock.now().getTime() - time.now().getTime()).toBe(-6000);
    setSlow(0);
    time.advance(26);
    await settled();
    expect(shared.clock.now().getTime() - time.now().getTime()).toBe(-10_000);
    shared.stop();
  });

  it('D034: a disagreement and a silence are told once, however many requests ask for the time', async () => {
    const { time, shared, setHost, setSilent, warnings, asked } = await hostAndDatabase();
    setHost(300_000);
    setSilent(true);
    const before = asked();
    for (let request = 0; request < 50; request += 1) {
      shared.clock.now();
      await settled();
    }
    expect([asked() - before, warnings]).toEqual([1, ['the database did not tell the time']]);
    time.advance(1);
    shared.clock.now();
    await settled();
    expect([asked() - before, warnings.length]).toEqual([2, 1]);
    setSilent(false);
    for (let times = 0; times < 4; times += 1) {
      time.advance(30);
      await settled();
    }
    expect(warnings.slice(1)).toEqual(['this host and the database disagree on the time']);
    setHost(0);
    time.advance(30);
    await settled();
    setHost(-300_000);
    time.advance(30);
    await settled();
    expect(warnings).toHaveLength(3);
    shared.stop();
  });

  it('is asked for every half minute', async () => {
    const { time, shared, asked } = await hostAndDatabase();
    for (let n = 0; n < 4; n += 1) {
      time.advance(30);
      await settled();
    }
    expect(asked()).toBe(5);
    shared.stop();
  });
});
