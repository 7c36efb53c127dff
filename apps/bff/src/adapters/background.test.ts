import { expect, test } from 'vitest';
import type { LogFields } from '../deps.ts';
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
