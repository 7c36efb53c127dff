import type { codes as fr } from '../fr/codes.ts';

export const codes: typeof fr = {
  code: {
    empty: 'Enter the 6-digit code.',
    short: 'The code has 6 digits: some are missing.',
    long: 'The code has 6 digits: there are too many.',
    unclear: 'Enter only the 6 digits of the code.',
  },
  recoveryCode: {
    label: 'Recovery code',
    hint: '24 characters in six groups. Capitals, spaces and dashes don’t matter.',
    empty: 'Enter your recovery code.',
    short: (missing) =>
      missing > 1
        ? `The code has 24 characters: ${missing} are missing.`
        : 'The code has 24 characters: one is missing.',
    long: 'The code has 24 characters: there are too many.',
    unclear: 'This is not a recovery code as it stands. Check each character.',
  },
};
