import { describe, expect, it, test } from 'vitest';
import type { LogFields } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { createBackground } from './background.ts';

function recording() {
  const lines: { message: string; fields: LogFields | undefined }[] = [];
  const line = (message: string, fields?: LogFields) => {
    lines.push({ message, fields });
  };
  const log = { debug: line, info: line, warn: line, error: line };
  return { lines, background: createBackground(log) };
}

test('a work starts after the caller has gone on', async () => {
  const { background } = recording();
  const order: string[] = [];
  background.run('send', async () => {
    order.push('work');
  });
  await Promise.resolve();
  order.push('answer');
  await background.settled();
  expect(order).toEqual(['answer', 'work']);
});

test('settled waits for every work, those started by a work included', async () => {
  const { background } = recording();
  const done: string[] = [];
  background.run('outer', async () => {
    background.run('inner', async () => {
      await Promise.resolve();
      done.push('inner');
    });
    done.push('outer');
  });
  await background.settled();
  expect(done).toEqual(['outer', 'inner']);
});

test('settled with nothing to wait for is at once', async () => {
  await expect(recording().background.settled()).resolves.toBeUndefined();
});

test('a failed work is logged by name and code, and harms no other', async () => {
  const { background, lines } = recording();
  let other = false;
  background.run('send-sms', () => {
    throw Object.assign(new RangeError('for +33612345678'), { code: 'E_X' });
  });
  background.run('other', async () => {
    other = true;
  });
  await background.settled();
  expect(other).toBe(true);
  expect(lines).toEqual([
    {
      message: 'background work failed',
      fields: { event: 'send-sms', errorName: 'RangeError', errorCode: 'E_X' },
    },
  ]);
});

describe('D002: what is owed to the database', () => {
  const gone = new Unavailable('SQLITE_BUSY');

  it('is tried at once, again before the next try of whoever it is owed to, and done once', async () => {
    const { background } = recording();
    let isGone = true;
    let done = 0;
    const give = async () => {
      if (isGone) throw gone;
      done += 1;
    };
    await background.owe('alex', 'give-try-back', give);
    await expect(background.settleOwed('alex')).rejects.toThrow('owed');
    expect(done).toBe(0);
    isGone = false;
    await background.settleOwed('alex');
    await background.settleOwed('alex');
    expect(done).toBe(1);
  });

  it('is owed from the moment it is said, whoever asks before it is begun', async () => {
    const { background } = recording();
    let done = 0;
    void background.owe('alex', 'give-try-back', async () => {
      done += 1;
    });
    await background.settleOwed('alex');
    expect(done).toBe(1);
    await background.settled();
    expect(done).toBe(1);
  });

  it('keeps its order, and one who is owed waits for nobody else', async () => {
    const { background } = recording();
    const order: string[] = [];
    let isGone = true;
    await background.owe('alex', 'first', async () => {
      if (isGone) throw gone;
      order.push('first');
    });
    void background.owe('alex', 'second', async () => void order.push('second'));
    await background.owe('blake', 'other', async () => void order.push('other'));
    await background.settleOwed('blake');
    expect(order).toEqual(['other']);
    expect(await background.settleOwed()).toBe(1);
    isGone = false;
    expect(await background.settleOwed()).toBe(0);
    expect(order).toEqual(['other', 'first', 'second']);
  });

  it('is logged and let go when it fails for another reason', async () => {
    const { background, lines } = recording();
    await background.owe('alex', 'give-try-back', async () => {
      throw new TypeError('a fault of ours');
    });
    expect(await background.settleOwed()).toBe(0);
    expect(lines).toHaveLength(1);
  });
});
