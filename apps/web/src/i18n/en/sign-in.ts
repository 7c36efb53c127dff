import type { challenge as frChallenge, signIn as frSignIn } from '../fr/sign-in.ts';

export const signIn: typeof frSignIn = {
  title: 'Sign in',
  lead: 'Get to the console of your buildings.',
  login: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  loginEmpty: 'Enter your e-mail address.',
  passwordEmpty: 'Enter your password.',
  canTryAgain: 'You can try again now.',
  reasons: {
    'signed-out': 'You are signed out.',
    'session-over': 'Your session has expired. Sign in again to continue.',
    'challenge-expired': 'This sign-in took too long. Enter your password again.',
    'challenge-exhausted': 'Too many incorrect codes. Enter your password again to start over.',
  },
  awaiting: {
    text: (login) => `The sign-in of ${login} is waiting for its code.`,
    goOn: 'Enter the code',
  },
};

export const challenge: typeof frChallenge = {
  title: 'Confirm that it’s you',
  notYou: 'Not you?',
  leaving: 'Going back…',
  submit: 'Continue',
  submitting: 'Checking…',
  app: {
    label: 'Code from your app',
    hint: 'Shown under the name “The Building API”. A pasted code is checked at once.',
  },
  sms: {
    label: 'Code from the text message',
    hint: (lastDigits) =>
      lastDigits === null
        ? 'A pasted or autofilled code is checked at once.'
        : `For the number ending in ${lastDigits}. A pasted or autofilled code is checked at once.`,
    send: 'Send a text message',
    sending: 'Sending…',
    resending: 'Sending…',
  },
  recoveryText:
    'It is the code that was saved when two-factor authentication was turned on. It works once: you are then given a new one, and two-factor authentication stays on.',
  attemptsLeft: (count) => (count > 1 ? `You have ${count} attempts left.` : 'You have one attempt left.'),
  others: 'Use another method',
  methods: {
    otp: 'Code from the app',
    sms: (lastDigits) => (lastDigits === null ? 'Code by text message' : `Code by text to •• ${lastDigits}`),
    recovery: 'Recovery code',
  },
  disabled: {
    otp: 'The authenticator app was disabled after too many incorrect codes.',
    sms: 'Text messages were disabled after too many incorrect codes.',
    advice: 'Use your recovery code, or contact support.',
  },
};
