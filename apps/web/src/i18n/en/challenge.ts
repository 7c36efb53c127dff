import type { challenge as fr } from '../fr/challenge.ts';

export const challenge: typeof fr = {
  title: 'Confirm that it’s you',
  notYou: 'Not you?',
  leaving: 'Going back…',
  submit: 'Continue',
  submitting: 'Checking…',
  recovery: {
    name: 'Recovery code',
    text: 'It is the code that was saved when two-factor authentication was turned on. It works once: you are then given a new one, and two-factor authentication stays on.',
    lost: 'Lost this code as well? Contact support: they will check who you are, then give you access again.',
    refused: {
      wrong: () => 'Incorrect recovery code. Check each character.',
      blocked: (time) => `Too many incorrect recovery codes. Try again at ${time}.`,
    },
  },
  attemptsLeft: (count) => (count > 1 ? `You have ${count} attempts left.` : 'You have one attempt left.'),
  canTryAgain: 'You can try again now.',
  lost: 'Lost your phone?',
  others: 'Use another method',
  resumed: 'You are going on with the sign-in that you began a moment ago.',
  unusableAdvice: 'Use your recovery code, or contact support.',
};
