import { expect, it } from 'vitest';
import { signInState } from './leaving.tsx';

it('reads the reason and the login that came along', () => {
  expect(signInState({ reason: 'challenge-expired', login: 'a@example.com' })).toEqual({
    reason: 'challenge-expired',
    login: 'a@example.com',
  });
});

it.each([null, undefined, 7, 'text', [], {}, { reason: 'other', login: 3 }])('reads nothing from %j', (state) => {
  expect(signInState(state)).toEqual({ reason: null, login: '' });
});
