import type { stepUp as fr } from '../fr/security-step-up.ts';

export const stepUp: typeof fr = {
  title: 'Confirm that it’s you',
  text: 'The console checks before it changes the protection of your account. You won’t be asked again for ten minutes.',
  password: 'Password',
  passwordEmpty: 'Enter your password.',
  passwordWrong: 'Incorrect password.',
  code: { otp: 'Code shown by your app', sms: 'Code received by text message' },
  useOther: { otp: 'Get a text message instead', sms: 'Use the app instead' },
  codeHint: { otp: 'The 6 digits shown at this moment.', sms: 'The 6 digits of the latest message.' },
  send: 'Send me a text message',
  sending: 'Sending…',
  sendTo: (lastDigits) => `The code will go to the number ending in ${lastDigits}.`,
  confirm: 'Confirm',
  confirming: 'Checking…',
  over: {
    exhausted: 'Too many incorrect tries. Start again with a new code.',
    expired: 'This confirmation took too long. Start again.',
  },
  blocked: (time) => `Too many incorrect codes. Try again at ${time}.`,
};
