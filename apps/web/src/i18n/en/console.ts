import type { home as frHome, profile as frProfile, shell as frShell, windows as frWindows } from '../fr/console.ts';

export const shell: typeof frShell = {
  skip: 'Skip to content',
  home: 'Home',
  menu: 'profile menu',
  profile: 'Profile',
  security: 'Security',
  signOut: 'Sign out',
  signOutFailed: 'You could not be signed out.',
  somebodyElse: {
    title: 'This browser is signed in to another account',
    text: (now, before) => `This browser is now signed in as ${now}. This window was about ${before}.`,
    goOn: (now) => `Go on as ${now}`,
    change: (before) => `Sign in as ${before}`,
    leaving: 'Signing out…',
  },
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
  protection: 'How your account is protected',
  summary: {
    off: 'Your password alone protects this account. Add a code from your phone: a stolen password is then no longer enough.',
    on: 'Two-factor authentication is on.',
    noneUsable:
      'Two-factor authentication is on, but none of your methods can be used at the moment: the next sign-in will ask for your recovery code.',
    unsaved:
      'Two-factor authentication is on, but your recovery code is not saved yet. Without it, a lost phone can lock you out.',
  },
  enable: 'Enable two-factor authentication',
  open: 'Open the Security tab',
  since: {
    wrongCodes: (count) => (count > 1 ? `${count} incorrect codes were entered` : 'An incorrect code was entered'),
    wrongCodesAdvice:
      'This was between your last two sign-ins. If it wasn’t you, somebody knows your password: change it now.',
    reset: 'Two-factor authentication was reset',
    resetAdvice:
      'Support did this between your last two sign-ins. If you did not ask for it, contact support right away.',
  },
};

export const windows: typeof frWindows = {
  password: 'Password',
  app: 'App',
  phone: 'Text message',
  recoveryCode: 'Recovery code',
  on: 'In place',
  bound: {
    usable: { app: 'In place', phone: 'In place' },
    disabled: { app: 'Disabled', phone: 'Disabled' },
    off: { app: 'Unavailable', phone: 'Unavailable' },
  },
  notOffered: 'Not offered',
  missing: 'Not set up',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  none: 'Not needed yet',
  optional: 'Optional',
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
  note: 'Choose the language in the profile menu. To change your name or address, contact support.',
};
