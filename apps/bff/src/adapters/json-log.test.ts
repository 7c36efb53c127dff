import { describe, expect, test } from 'vitest';
import type { LogFields } from '../deps.ts';
import { createJsonLog, errorFields } from './json-log.ts';

function recordingLog(level: 'debug' | 'info' | 'warn' | 'error' = 'debug') {
  const lines: string[] = [];
  const log = createJsonLog({
    level,
    destination: { write: (line) => lines.push(line) },
  });
  return { log, lines };
}

test('a line has level, time in UTC, the fields and the message', () => {
  const { log, lines } = recordingLog();
  log.info('signed in', {
    requestId: 'r1',
    accountId: 'a1',
    status: 200,
    durationMs: 12.5,
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(String(lines[0]))).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    requestId: 'r1',
    accountId: 'a1',
    status: 200,
    durationMs: 12.5,
    message: 'signed in',
  });
  expect(lines[0]?.endsWith('}\n')).toBe(true);
});

test('lines below the level are not written', () => {
  const { log, lines } = recordingLog('warn');
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['c', 'd']);
});

test('a field that is not on the list does not get out, nor does an object in one that is', () => {
  const { log, lines } = recordingLog();
  // A variable, so that the compiler's own check does not stop what this test is about.
  const careless = {
    event: 'sms',
    password: 'hunter2',
    code: '123456',
    err: new Error('with +33612345678'),
    headers: { authorization: 'Bearer x' },
    socket: {},
  };
  log.error('failed', careless);
  log.error('failed', { reason: careless } as unknown as LogFields);
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(Object.keys(first)).toEqual(['level', 'time', 'event', 'message']);
  expect(Object.keys(second)).toEqual(['level', 'time', 'message']);
  expect(lines.join('')).not.toMatch(/hunter2|123456|Bearer/);
});

describe('R-LG: what a stranger sends cannot forge a line or drive a terminal', () => {
  test.each([
    ['line breaks', 'x\r\n{"level":"info"}', 'x\ufffd\ufffd{"level":"info"}'],
    ['ANSI escapes', '\u001b[2Jred', '\ufffd[2Jred'],
    ['8-bit control sequences', '\u009b31mred', '\ufffd31mred'],
    ['line separators', 'a\u2028b\u2029c', 'a\ufffdb\ufffdc'],
    ['direction marks', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
    ['DEL and NUL', 'a\u007fb\u0000c', 'a\ufffdb\ufffdc'],
    ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, hostile, written) => {
    const { log, lines } = recordingLog();
    log.warn(hostile, { route: hostile });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(String(lines[0]))).toMatchObject({
      message: written,
      route: written,
    });
  });

  test('a long value is cut', () => {
    const { log, lines } = recordingLog();
    log.warn('x', { reason: 'y'.repeat(100_000) });
    expect(lines[0]?.length).toBeLessThan(700);
  });

  test('percent signs in a message are left alone', () => {
    const { log, lines } = recordingLog();
    log.warn('100%s of %o %%', { reason: 'x' });
    expect(JSON.parse(String(lines[0])).message).toBe('100%s of %o %%');
  });
});

describe('errors', () => {
  test('are named and coded, never quoted', () => {
    const error = Object.assign(new TypeError('key 123 of +33612345678'), {
      code: '23505',
      detail: 'Key (phone)=(+33612345678) already exists',
    });
    expect(errorFields(error)).toEqual({
      errorName: 'TypeError',
      errorCode: '23505',
    });
  });

  test('of fetch carry the code of their cause', () => {
    const cause = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(errorFields(new TypeError('fetch failed', { cause }))).toEqual({
      errorName: 'TypeError',
      errorCode: 'ECONNREFUSED',
    });
  });

  test('with a hostile name or code, or none, stay harmless', () => {
    const named = Object.assign(new Error('x'), {
      name: 'a secret in a name',
      code: 'a secret in a code',
    });
    expect(errorFields(named)).toEqual({ errorName: 'Error' });
    expect(errorFields(Object.assign(new Error('x'), { code: undefined }))).toEqual({ errorName: 'Error' });
    expect(errorFields('a secret thrown')).toEqual({ errorName: 'string' });
    expect(errorFields(undefined)).toEqual({ errorName: 'undefined' });
  });
});
