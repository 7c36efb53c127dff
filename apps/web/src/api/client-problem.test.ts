import { expect, it } from 'vitest';
import { ProblemError, problemFrom, problemOf, problemOfType } from './client-problem.ts';

it('takes a problem of the set as it is', () => {
  const body = { type: 'wrong-code', title: 'Wrong code', status: 401, attemptsLeft: 3 };
  expect(problemFrom(401, body)).toBe(body);
});

it.each([502, 503, 504])('reads a %i without a problem as a server out of reach', (status) => {
  expect(problemFrom(status, undefined)).toEqual({ type: 'offline' });
});

it.each([
  [500, undefined],
  [404, '<html>'],
  [400, { type: 7 }],
  [401, null],
])('reads %i with %j as unexpected', (status, body) => {
  expect(problemFrom(status, body).type).toBe('unexpected');
});

it('finds the problem in an error, and only in its own', () => {
  const error = new ProblemError({ type: 'offline' });
  expect(problemOf(error)).toEqual({ type: 'offline' });
  expect(problemOfType(error, 'offline')).toEqual({ type: 'offline' });
  expect(problemOfType(error, 'wrong-code')).toBeNull();
  expect(problemOf(new TypeError('x')).type).toBe('unexpected');
});
