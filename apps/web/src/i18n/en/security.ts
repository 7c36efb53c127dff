import type { security as fr } from '../fr/security.ts';

export const security: typeof fr = {
  title: 'Security',
  lead: 'What protects your account, and the browsers signed in to it.',
  stale: 'This may be out of date: the page could not be refreshed.',
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
  code: {
    title: 'Recovery code',
    saved: 'Saved',
    unsaved: 'Not saved yet',
    takenBack: 'No longer accepted',
    savedOn: 'Saved on',
    issuedOn: 'created on',
    unsavedTitle: 'Your recovery code is not saved yet',
    unsavedText:
      'Without it, a lost phone can lock you out of your account. A code that was shown cannot be shown again: show a new one and keep it safe.',
    takenBackTitle: 'Your recovery code is no longer accepted',
    takenBackText:
      'The console was restored from a backup, and the code that you kept stopped working. Without a new one, a lost phone can lock you out of your account.',
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
    /** `useless`: what each of the methods is of. */
    consequences: (useless) => [
      'your password alone will open your account;',
      `${useless.join(', ')} and your recovery code will no longer be of use;`,
      'your other browsers will be signed out.',
    ],
    keep: 'Keep it on',
    confirm: 'Disable',
    busy: 'Disabling…',
    done: 'Two-factor authentication is off.',
  },
  removal: {
    others: 'Your other browsers will be signed out.',
    noneLeft: {
      last: 'It is the only method that works at the moment. Without it, the next sign-in will be possible with your recovery code alone.',
      none: 'None of your methods works at the moment: the next sign-in will be possible with your recovery code alone.',
    },
    last: 'It is your only method: removing it means disabling two-factor authentication.',
    confirm: 'Remove',
    confirmLast: 'Remove and disable',
    busy: 'Removing…',
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
  gone: 'This is no longer there. This is how it stands now.',
};
