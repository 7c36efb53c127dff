import type { home as frHome, profile as frProfile, shell as frShell, windows as frWindows } from '../fr/console.ts';

export const shell: typeof frShell = {
  skip: 'Skip to content',
  home: 'Home',
  menu: 'profile menu',
  profile: 'Profile',
  security: 'Security',
  language: 'Language',
  signOut: 'Sign out',
  signOutFailed: 'You could not be signed out.',
  notFound: {
    title: 'This page does not exist',
    text: 'The address may be incomplete, or the page has moved.',
    home: 'Go to the home page',
  },
};

export const home: typeof frHome = {
  title: 'Home',
  greeting: (name) => `Hello ${name}`,
  signedInAs: 'Signed in as',
  lastSignIn: 'Previous sign-in:',
  firstSignIn: 'This is your first sign-in.',
  protection: 'How your account is protected',
  summary: {
    off: 'Your password alone protects this account. Add a code from your phone: a stolen password is then not enough.',
    on: 'Two-factor authentication is on.',
    unsaved:
      'Two-factor authentication is on, but your recovery code is not saved yet. Without it, a lost phone can lock you out.',
  },
  enable: 'Enable two-factor authentication',
  open: 'Open the Security tab',
  since: {
    wrongCodes: (count) =>
      count > 1
        ? `${count} incorrect codes were entered since your previous sign-in.`
        : 'An incorrect code was entered since your previous sign-in.',
    wrongCodesAdvice: 'If it wasn’t you, somebody knows your password: change it in the Security tab.',
    reset: 'Two-factor authentication was reset by an operator since your previous sign-in.',
    resetAdvice: 'If you did not ask for this, contact support right away.',
    title: 'Since your previous sign-in',
  },
};

export const windows: typeof frWindows = {
  password: 'Password',
  app: 'App',
  phone: 'Text message',
  recoveryCode: 'Recovery code',
  on: 'In place',
  missing: 'Not set up',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  none: 'Not needed yet',
  change: 'Change',
  add: 'Add',
  save: 'Save',
  addApp: 'Add an authenticator app',
  addPhone: 'Add a phone for text messages',
  saveCode: 'Save a recovery code',
  changePassword: 'Change the password',
};

export const profile: typeof frProfile = {
  title: 'Profile',
  tabs: 'Your account',
  name: 'Name',
  login: 'E-mail address',
  language: 'Language',
  languages: { fr: 'French', en: 'English' },
  note: 'These details are looked after by your console’s administrator. To change them, contact support.',
};
