import type { stepUp as fr } from '../fr/security-step-up.ts';

export const stepUp: typeof fr = {
  title: 'Confirm that it’s you',
  text: 'The console checks before it changes the protection of your account. You won’t be asked again for ten minutes.',
  password: 'Password',
  passwordEmpty: 'Enter your password.',
  passwordWrong: 'Incorrect password.',
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
  disabled: 'Too many incorrect codes: this method can no longer be used here.',
  blocked: (time) => `Too many incorrect codes. Try again at ${time}.`,
};
