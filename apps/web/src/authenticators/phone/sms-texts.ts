const fr = {
  resend: 'Renvoyer le SMS',
  /** After the button's word, such as `resend`. */
  inSeconds: (seconds: number) => `dans ${seconds}\u00a0s`,
  inMinutes: (minutes: number) => `dans ${minutes}\u00a0min`,
  resendSoon: 'Vous pourrez demander un nouvel envoi sous peu.',
  resendNow: 'Vous pouvez demander un nouvel envoi.',
  /** The first of a sign-in or of a dialog. */
  send: 'Envoyer un SMS',
  asking: 'Envoi…',
  sending: 'Envoi du SMS en cours…',
  sent: 'SMS envoyé. Il peut mettre une minute à arriver.',
  delivered: 'Le SMS est arrivé sur votre téléphone.',
  'not-delivered': 'Le SMS n’a pas été remis.',
  'may-arrive': 'SMS peut-être parti. Attendez une minute avant d’en demander un autre.',
  'not-sent': 'Le SMS n’a pas pu être envoyé.',
  validUntil: (time: string) => `Code valable jusqu’à ${time}.`,
  expired: 'Ce code a expiré. Demandez-en un nouveau.',
};

const en: typeof fr = {
  resend: 'Send the text again',
  inSeconds: (seconds) => `in ${seconds}\u00a0s`,
  inMinutes: (minutes) => `in ${minutes}\u00a0min`,
  resendSoon: 'You can ask for another text shortly.',
  resendNow: 'You can ask for another text now.',
  send: 'Send a text message',
  asking: 'Sending…',
  sending: 'Sending the text message…',
  sent: 'Text message sent. It can take a minute to arrive.',
  delivered: 'Text message delivered to your phone.',
  'not-delivered': 'The text message was not delivered.',
  'may-arrive': 'The text may be on its way. Wait a minute, then ask for another.',
  'not-sent': 'The text message could not be sent.',
  validUntil: (time) => `The code works until ${time}.`,
  expired: 'This code has expired. Ask for a new one.',
};

/** A text message with a code: asking for it, and how it is getting on. */
export const smsTexts = { fr, en };
