import type { shared as fr } from '../fr/shared.ts';

export const shared: typeof fr = {
  product: 'Wattsense Console',
  title: (page) => `${page} – Wattsense Console`,
  titleWithError: (page) => `Error: ${page} – Wattsense Console`,
  contactSupport: 'Contact support',
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  continue: 'Continue',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying did not work. The text is selected: copy it with your keyboard or menu.',
  showPassword: 'Show password',
  notice: { info: 'Information', ok: 'Success', warn: 'Warning', danger: 'Error' },
  step: (at, of) => `Step ${at} of ${of}`,
  resend: 'Send the text again',
  resendIn: (seconds) => `Send the text again in ${seconds} s`,
  resendInMinutes: (minutes) => `Send the text again in ${minutes} min`,
  resendSoon: 'You can ask for another text shortly.',
  resendNow: 'You can ask for another text now.',
  code: {
    empty: 'Enter the 6-digit code.',
    short: 'The code has 6 digits: some are missing.',
    long: 'The code has 6 digits: there are too many.',
  },
  recoveryCode: {
    label: 'Recovery code',
    hint: '24 characters in six groups. Capitals, spaces and dashes don’t matter.',
    empty: 'Enter your recovery code.',
    short: (missing) =>
      missing > 1
        ? `The code has 24 characters: ${missing} are missing.`
        : 'The code has 24 characters: one is missing.',
    long: 'The code has 24 characters: there are too many.',
  },
  sms: {
    sending: 'Sending the text message…',
    sent: 'Text message sent. It can take a minute to arrive.',
    delivered: 'Text message delivered to your phone.',
    notDelivered: 'The text message was not delivered.',
    mayArrive: 'We don’t know whether the text message left. Wait a minute before asking for another.',
    notSent: 'The text message could not be sent.',
    validUntil: (time) => `The code works until ${time}.`,
    expired: 'This code has expired. Ask for a new one.',
  },
  protection: {
    label: 'Account protection',
    lit: 'in place',
    dark: 'missing',
  },
  failure: {
    title: 'This page could not be shown',
    text: 'Reload it to go on: you will pick up where you were.',
    reload: 'Reload the page',
  },
  offline: 'You are offline. What you typed is kept.',
  online: 'You are online again.',
};
