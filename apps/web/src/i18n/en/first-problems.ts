import type { FirstSentences } from '../../api/problem-sentences.ts';

export const firstProblems: FirstSentences = {
  offline: ({ by }) =>
    by === 'unsent'
      ? 'Nothing was sent. Try again once you are back online.'
      : by === 'cut'
        ? 'The connection was lost before an answer came. Try again once you are back online.'
        : 'The server does not answer. Check your connection, then try again.',
  'wrong-credentials': () => 'Incorrect e-mail address or password.',
  'too-many-attempts': ({ retryAfterSeconds }, { timeIn }) =>
    `Too many attempts. Try again at ${timeIn(retryAfterSeconds)}.`,
  busy: () => 'The server is very busy. Try again in a moment.',
  unexpected: () => 'Something went wrong on our side. Try again in a moment.',
  malformed: () => 'Check what you entered.',
  'too-large': () => 'What you entered is too long.',
  'wrong-host': () => 'This page isn’t open at the right address. Reload it from the console’s address.',
  'wrong-origin': () => 'This page isn’t open at the right address. Reload it from the console’s address.',
  'unsupported-media-type': () => 'This page is out of date. Reload it, then try again.',
  'method-not-allowed': () => 'This page is out of date. Reload it, then try again.',
};
