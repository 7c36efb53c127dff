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
  },
  recoveryText:
    'It is the code that was saved when two-factor authentication was turned on. It works once: you are then given a new one, and two-factor authentication stays on.',
  attemptsLeft: (count) => (count > 1 ? `You have ${count} attempts left.` : 'You have one attempt left.'),
  canTryAgain: 'You can try again now.',
  others: 'Use another method',
  methods: {
    otp: 'Code from the app',
    sms: (lastDigits) => (lastDigits === null ? 'Code by text message' : `Code by text to •• ${lastDigits}`),
    recovery: 'Recovery code',
  },
  disabled: {
    otp: 'The authenticator app was disabled after too many incorrect codes.',
    sms: 'Text messages were disabled after too many incorrect codes.',
    advice: 'Use your recovery code, or contact support.',
  },
};
