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
  lost: {
    title: 'No longer have it?',
    way: 'Sign out, then sign in with your password and your recovery code. For the ten minutes that follow you can replace or remove what you no longer have.',
    signOut: 'Sign out to use the code',
    leaving: 'Signing out…',
  },
  impossible: 'This cannot be confirmed here',
  impossibleText: 'None of your methods can be used at the moment. Nothing was changed.',
  unusable: {
    disabled: {
      otp: 'The authenticator app was disabled after too many incorrect codes.',
      sms: 'Codes by text message were disabled after too many incorrect codes.',
    },
    off: {
      otp: 'The authenticator app cannot be used at the moment.',
      sms: 'Text messages are switched off at the moment: no code can be sent to your phone.',
    },
  },
  disabled: 'Too many incorrect codes: this method can no longer be used here.',
  blocked: (time) => `Too many incorrect codes. Try again at ${time}.`,
};
