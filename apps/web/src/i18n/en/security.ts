import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { security as fr } from '../fr/security.ts';

const useless = (kinds: readonly AuthenticatorKind[]) =>
  kinds.length > 1 ? 'your app, codes by text message' : kinds.includes('phone') ? 'codes by text message' : 'your app';

export const security: typeof fr = {
  title: 'Security',
  lead: 'What protects your account, and the browsers signed in to it.',
  stale: 'This may be out of date: the page could not be refreshed.',
  windows: { replace: { app: 'Replace', phone: 'Change' } },
  twoFactor: {
    title: 'Two-factor authentication',
    on: 'On',
    off: 'Off',
    onText: 'At each sign-in, the console asks for a code as well as your password.',
    offText:
      'A password can be stolen or guessed. With two-factor authentication it is no longer enough: the console also asks for a code that nobody else can read.',
    offHow: 'Setting it up takes two minutes, with an app or a phone.',
    enable: 'Enable two-factor authentication',
    disable: 'Disable',
  },
  authenticator: {
    name: { app: 'Authenticator app', phone: 'Phone' },
    masked: (lastDigits) => `•• •• •• •• ${lastDigits}`,
    added: { app: 'Added on', phone: 'Added on' },
    used: { app: 'used', phone: 'used' },
    neverUsed: { app: 'never used to sign in', phone: 'never used to sign in' },
    unusable: {
      disabled: {
        app: 'Disabled after too many incorrect codes. Replace it to use an app again.',
        phone: 'Disabled after too many incorrect codes. Change or confirm the number to use it again.',
      },
      off: {
        app: 'Unavailable at the moment.',
        phone: 'Text messages are switched off at the moment: no code can be sent to it.',
      },
    },
    replace: { app: 'Replace', phone: 'Change number' },
    replaceThe: { app: 'Replace the app', phone: 'Change the phone number' },
    remove: 'Remove',
    removeThe: { app: 'Remove the app', phone: 'Remove the phone' },
    addThe: { app: 'Add an app', phone: 'Add a phone' },
    addWhy: {
      app: 'Safer than text messages, and it works without a signal.',
      phone: 'To get a code by text message when you don’t have the app to hand.',
    },
    noSms: 'This console sends no text messages, so no phone can be added.',
  },
  unfinishedPhone: {
    title: 'A phone number is waiting to be confirmed',
    text: (number) => `Enter the code sent to ${number} to finish.`,
    goOn: 'Enter the code',
    drop: 'Discard',
  },
  code: {
    title: 'Recovery code',
    saved: 'Saved',
    unsaved: 'Not saved yet',
    savedOn: 'Saved on',
    issuedOn: 'created on',
    unsavedTitle: 'Your recovery code is not saved yet',
    unsavedText:
      'Without it, a lost phone can lock you out of your account. A code that was shown cannot be shown again: show a new one and keep it safe.',
    showNew: 'Show a new code',
    new: 'New code',
    newTitle: 'Create a new recovery code?',
    newText: 'Your current code stops working at once, wherever you have kept it. The new one is shown a single time.',
    newConfirm: 'Create the code',
    newBusy: 'Creating…',
  },
  turnOff: {
    title: 'Disable two-\u2060factor authentication?',
    lead: 'From then on:',
    consequences: (kinds) => [
      'your password alone will open your account;',
      `${useless(kinds)} and your recovery code will no longer be of use;`,
      'your other browsers will be signed out.',
    ],
    keep: 'Keep it on',
    confirm: 'Disable',
    busy: 'Disabling…',
    done: 'Two-factor authentication is off.',
  },
  removal: {
    title: { app: 'Remove the app?', phone: 'Remove the phone?' },
    text: {
      app: 'Its codes will no longer be accepted. When you sign in, the console will send a code by text message. Your other browsers will be signed out.',
      phone:
        'It will get no more codes. When you sign in, the console will ask for the code from your app. Your other browsers will be signed out.',
    },
    noneLeft: {
      last: 'It is the only method that works at the moment. Without it, the next sign-in will be possible with your recovery code alone. Your other browsers will be signed out.',
      none: 'None of your methods works at the moment: the next sign-in will be possible with your recovery code alone. Your other browsers will be signed out.',
    },
    last: 'It is your only method: removing it means disabling two-factor authentication.',
    keep: { app: 'Keep the app', phone: 'Keep the phone' },
    confirm: 'Remove',
    confirmLast: 'Remove and disable',
    busy: 'Removing…',
    done: { app: 'The app is removed.', phone: 'The phone is removed.' },
  },
  password: {
    title: 'Password',
    changedOn: 'Changed on',
    change: 'Change password',
    pageTitle: 'Change your password',
    pageText: 'Your other browsers will be signed out. This one stays signed in.',
    label: 'New password',
    hint: 'At least 15 characters. A few unrelated words are easy to remember.',
    count: (typed, least) => `${typed} of ${least} characters`,
    save: 'Save the password',
    saving: 'Saving…',
  },
  sessions: {
    title: 'Signed-in browsers',
    text: 'Is there one you don’t recognise? Sign it out, then change your password.',
    current: 'This browser',
    none: 'No other browser is signed in.',
    since: 'Signed in',
    seen: 'active',
    end: 'Sign out',
    endThe: (name) => `Sign out ${name}`,
    endAll: 'Sign out all others',
    ending: 'Signing out…',
    ended: 'The browser is signed out.',
    endedAll: 'All other browsers are signed out.',
  },
  activity: {
    changes: {
      title: 'Changes',
      text: 'What was changed on your account. If something was not you, change your password.',
    },
    others: { title: 'Sign-ins and attempts', text: 'Who signed in, and what was refused.' },
    none: 'Nothing to report so far.',
    more: 'Show the rest',
    operator: 'by support',
  },
  outcome: {
    on: 'Two-factor authentication is on and your recovery code is saved.',
    added: { app: 'The app is added.', phone: 'The phone is added.' },
    replaced: {
      app: 'The app is replaced. The old entry no longer works: you may delete it from your phone.',
      phone: 'The number is changed. The old one will get no more codes.',
    },
    codeSaved: 'Your new recovery code is saved.',
    password: 'Your password is changed.',
    ended: (count) =>
      count === 0
        ? ''
        : count === 1
          ? ' One other browser was signed out.'
          : ` ${count} other browsers were signed out.`,
  },
  changed: 'This was changed in another window in the meantime.',
  wayBack: {
    title: 'The page you asked for requires two-factor authentication',
    text: 'Turn it on here: you are then led back to that page.',
    readyTitle: 'Two-factor authentication is on',
    goOn: 'Go back to the page you asked for',
  },
  smsOff: 'No text messages are being sent at the moment, so no phone number can be added or changed.',
  gone: 'This is no longer there. This is how it stands now.',
};
