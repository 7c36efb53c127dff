import type { enable as fr } from '../fr/security-enable.ts';

export const enable: typeof fr = {
  leave: 'Leave without enabling',
  leaveAdding: 'Back to the Security tab',
  choose: {
    // U+2060 keeps a narrow screen from breaking the line behind the hyphen.
    title: 'Enable two-\u2060factor authentication',
    text: 'At each sign-in, the console will ask for a code as well as your password. How would you like to get it?',
    legend: 'Method',
    recommended: 'Recommended',
  },
  checking: 'Checking…',
  triesLeft: (left) => (left === 1 ? ' One try is left.' : ` ${left} tries are left.`),
  code: {
    on: 'Two-factor authentication is on. All that is left is to keep your recovery code safe.',
    replaced: 'This is your new recovery code. The old one no longer works.',
    missedTitle: 'Your recovery code is not saved yet',
    missed:
      'Two-factor authentication is on, but you did not confirm that you saved the code. It cannot be shown again: show a new one and keep it safe. The old one will stop working.',
    show: 'Show a new code',
    showing: 'Creating…',
    later: 'Later',
  },
  over: {
    expired: 'The set-up took too long and was stopped for your security. Start again, it only takes a minute.',
    exhausted: 'Too many incorrect codes: the set-up was stopped. Start again.',
    cancelled: 'The set-up was cancelled or started again in another window. Start again here.',
    none: 'This set-up is no longer there. Start again.',
    confirmed: 'This set-up is already finished.',
  },
};
