import type { challenge as fr } from '../fr/challenge.ts';

export const challenge: typeof fr = {
  title: 'Confirm that it’s you',
  notYou: 'Not you?',
  leaving: 'Going back…',
  submit: 'Continue',
  submitting: 'Checking…',
  app: {
    label: 'Code from your app',
    hint: 'Shown under the name “The Building API”.',
    pasted: 'A pasted code is checked at once.',
  },
  sms: {
    label: 'Code from the text message',
    hint: (lastDigits) => `For the number ending in ${lastDigits}.`,
    pasted: 'A pasted or autofilled code is checked at once.',
    send: 'Send a text message',
    sending: 'Sending…',
    none: 'No text message has been sent for this sign-in yet.',
    held: (time) =>
      `No text message has been sent for this sign-in. You can ask for one at ${time}; the code of an earlier message does not work here.`,
  },
  recoveryText:
    'It is the code that was saved when two-factor authentication was turned on. It works once: you are then given a new one, and two-factor authentication stays on.',
  recoveryLost: 'Lost this code as well? Contact support: they will check who you are, then give you access again.',
  attemptsLeft: (count) => (count > 1 ? `You have ${count} attempts left.` : 'You have one attempt left.'),
  canTryAgain: 'You can try again now.',
  lost: 'Lost your phone?',
  others: 'Use another method',
  methods: {
    otp: 'Code from the app',
    sms: (lastDigits) => (lastDigits === null ? 'Code by text message' : `Code by text to •• ${lastDigits}`),
    recovery: 'Recovery code',
  },
  resumed: 'You are going on with the sign-in that you began a moment ago.',
  unusable: {
    disabled: {
      otp: 'The authenticator app was disabled after too many incorrect codes.',
      sms: 'Codes by text message were disabled after too many incorrect codes.',
    },
    off: {
      otp: 'The authenticator app cannot be used at the moment.',
      sms: 'Text messages are switched off at the moment: no code can be sent to your phone.',
    },
    advice: 'Use your recovery code, or contact support.',
  },
};
