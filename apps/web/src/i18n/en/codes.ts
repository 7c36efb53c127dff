import type { codes as fr } from '../fr/codes.ts';

export const codes: typeof fr = {
  resend: 'Send the text again',
  inSeconds: (seconds) => `in ${seconds}\u00a0s`,
  inMinutes: (minutes) => `in ${minutes}\u00a0min`,
  resendSoon: 'You can ask for another text shortly.',
  resendNow: 'You can ask for another text now.',
  code: {
    empty: 'Enter the 6-digit code.',
    short: 'The code has 6 digits: some are missing.',
    long: 'The code has 6 digits: there are too many.',
    unclear: 'Enter only the 6 digits of the code.',
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
    unclear: 'This is not a recovery code as it stands. Check each character.',
  },
  sms: {
    sending: 'Sending the text message…',
    sent: 'Text message sent. It can take a minute to arrive.',
    delivered: 'Text message delivered to your phone.',
    notDelivered: 'The text message was not delivered.',
    mayArrive: 'The text may be on its way. Wait a minute, then ask for another.',
    notSent: 'The text message could not be sent.',
    validUntil: (time) => `The code works until ${time}.`,
    expired: 'This code has expired. Ask for a new one.',
  },
};
