import { describe, expect, it } from 'vitest';
import { MovedClock } from '../../test/support/moved-clock.ts';
import type { Log } from '../deps.ts';
import { createDatabaseClock } from './database-clock.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const settled = () => new Promise<void>((done) => setImmediate(done));

/** A database whose time is right, and a host whose own clock may be set. */
async function hostAndDatabase() {
  const time = new MovedClock(new Date('2026-03-02T09:00:00Z'));
  let hostOffMs = 0;
  let asked = 0;
  let databaseOffMs = 0;
  const database = {
    now: async () => {
      asked += 1;
      return new Date(time.now().getTime() + databaseOffMs);
    },
  };
  const shared = await createDatabaseClock(database, quiet, time, () => time.now().getTime() + hostOffMs);
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
    asked: () => asked,
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
