import type { setPassword as french } from '../fr/set-password.ts';

export const setPassword: typeof french = {
  title: 'Choose your password',
  text: 'This link works once. You will then sign in with this password.',
  done: 'Your password is saved.',
  doneText: (login) => `Now sign in as ${login}.`,
  signIn: 'Sign in',
  dead: 'This link has already been used or is no longer valid.',
  deadText: 'Ask whoever sent it to you for a new one.',
};
