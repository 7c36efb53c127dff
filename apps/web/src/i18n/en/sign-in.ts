import type { signIn as fr } from '../fr/sign-in.ts';

export const signIn: typeof fr = {
  title: 'Sign in',
  lead: 'Access your buildings’ console.',
  login: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  loginEmpty: 'Enter your e-mail address.',
  passwordEmpty: 'Enter your password.',
  reasons: {
    'signed-out': 'You are signed out.',
    'session-over': 'Your session has expired. Sign in again to continue.',
    'challenge-expired': 'This sign-in took too long. Enter your password again.',
    'challenge-over': 'This sign-in is over. Enter your password again.',
    'no-cookies':
      'Without cookies no sign-in can succeed: allow them for this site, in your browser and in any filter on the way.',
    recover: 'Enter your password, then choose “Recovery code”.',
    'challenge-exhausted': 'Too many incorrect codes. Enter your password again to start over.',
  },
  awaiting: {
    text: (login) => `You started signing in as ${login}. Enter your code to finish.`,
    goOn: 'Enter the code',
  },
};
