import { expect, test } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

function movable() {
  let ms = 0;
  const breaker = createCircuitBreaker({ elapsedMs: () => ms });
  return {
    breaker,
    pass: (seconds: number) => {
      ms += seconds * 1000;
    },
    fail: (times: number) => {
      for (let time = 0; time < times; time += 1) breaker.failed();
    },
  };
}

test('five failures in a row open it for 30 s', () => {
  const { breaker, pass, fail } = movable();
  fail(4);
  expect(breaker.allows()).toBe(true);
  fail(1);
  expect(breaker.allows()).toBe(false);
  pass(29.999);
  expect(breaker.allows()).toBe(false);
  pass(0.001);
  expect(breaker.allows()).toBe(true);
});

test('a success in between begins the count anew', () => {
  const { breaker, fail } = movable();
  fail(4);
  breaker.succeeded();
  fail(4);
  expect(breaker.allows()).toBe(true);
});

test('after the pause one call tries; the others wait for what becomes of it', () => {
  const { breaker, pass, fail } = movable();
  fail(5);
  pass(30);
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
  fail(1);
  pass(29);
  expect(breaker.allows()).toBe(false);
  pass(1);
  expect(breaker.allows()).toBe(true);
  breaker.succeeded();
  expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
});

test('a trip opens it at once', () => {
  const { breaker, pass } = movable();
  breaker.trip();
  expect(breaker.allows()).toBe(false);
  pass(30);
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
});
