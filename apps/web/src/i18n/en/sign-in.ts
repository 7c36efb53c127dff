import type { signIn as fr } from '../fr/sign-in.ts';

export const signIn: typeof fr = {
  title: 'Sign in',
  lead: 'Access your buildings’ console.',
  login: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  cookies:
    'Your browser refuses cookies: without them the sign-in cannot succeed. Allow them for this site, then reload the page.',
  loginEmpty: 'Enter your e-mail address.',
  passwordEmpty: 'Enter your password.',
  reasons: {
    'signed-out': 'You are signed out.',
    'session-over': 'Your session has expired. Sign in again to continue.',
    'challenge-expired': 'This sign-in took too long. Enter your password again.',
    'challenge-over': 'This sign-in is no longer under way. Enter your password again.',
    'challenge-answered':
      'This sign-in has been completed already. If the console did not open, enter your password again.',
    recover:
      'Enter your password, then choose “Recovery code”. You then have ten minutes to replace or remove what you no longer have.',
    'challenge-exhausted': 'Too many incorrect codes. Enter your password again to start over.',
  },
  awaiting: {
    text: (login) => `You started signing in as ${login}. Enter your code to finish.`,
    goOn: 'Enter the code',
  },
};
