import type { home as frHome, profile as frProfile, shell as frShell, windows as frWindows } from '../fr/console.ts';

export const shell: typeof frShell = {
  skip: 'Skip to content',
  home: 'Home',
  menu: 'profile menu',
  menuFailed: 'The profile menu could not be opened.',
  profile: 'Profile',
  security: 'Security',
  signOut: 'Sign out',
  signOutFailed: 'You could not be signed out.',
  somebodyElse: {
    title: 'This browser is signed in to another account',
    now: 'Signed in now:',
    before: 'Page opened for:',
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
  protection: 'How your account is protected',
  summary: {
    off: 'Your password alone protects this account. Add a code from your phone: a stolen password is then no longer enough.',
    on: 'Two-factor authentication is on.',
    noneUsable:
      'Two-factor authentication is on, but none of your methods can be used at the moment: the next sign-in will ask for your recovery code.',
    unsaved:
      'Two-factor authentication is on, but you have no saved recovery code. Without one, a lost phone can lock you out.',
  },
  enable: 'Enable two-factor authentication',
  open: 'Open the Security tab',
  notices: {
    title: 'New on your account',
    times: (count) => `(${count} times)`,
    wrongCodesAdvice:
      'If it wasn’t you who entered these codes, somebody knows your password: change it now, then look at your methods in the Security tab.',
    resetAdvice: 'Support did the reset. If you did not ask for it, contact support right away.',
    advice: 'If something was not you, change your password, then look at your methods in the Security tab.',
    seen: 'I have seen this',
    wereSeen: 'This will not be shown again in this browser.',
  },
};

export const windows: typeof frWindows = {
  password: 'Password',
  recoveryCode: 'Recovery code',
  on: 'In place',
  notOffered: 'Not offered',
  missing: 'Not set up',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  none: 'Not needed yet',
  optional: 'Optional',
  change: 'Change',
  add: 'Add',
  save: 'Save',
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
