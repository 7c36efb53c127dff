const fr = {
  name: (lastDigits: string | null) => (lastDigits === null ? 'Code par SMS' : `Code par SMS au •• ${lastDigits}`),
  label: 'Code reçu par SMS',
  hint: (lastDigits: string) => `Pour le numéro finissant par ${lastDigits}.`,
  pasted: 'Un code collé ou rempli automatiquement est vérifié aussitôt.',
  none: 'Aucun SMS n’a encore été envoyé pour cette connexion.',
  held: (time: string) =>
    `Aucun SMS n’a été envoyé pour cette connexion. Vous pourrez en demander un à partir de ${time}\u202f; le code d’un SMS précédent ne convient pas ici.`,
  instead: 'Recevoir plutôt un SMS',
  refused: { wrong: () => 'Code incorrect. Utilisez le dernier SMS reçu.' },
  unusable: {
    disabled: 'Les codes par SMS ont été désactivés après trop de codes incorrects.',
    off: 'L’envoi de SMS est suspendu pour le moment\u202f: aucun code ne peut être envoyé à votre téléphone.',
  },
};

const en: typeof fr = {
  name: (lastDigits) => (lastDigits === null ? 'Code by text message' : `Code by text to •• ${lastDigits}`),
  label: 'Code from the text message',
  hint: (lastDigits) => `For the number ending in ${lastDigits}.`,
  pasted: 'A pasted or autofilled code is checked at once.',
  none: 'No text message has been sent for this sign-in yet.',
  held: (time) =>
    `No text message has been sent for this sign-in. You can ask for one at ${time}; the code of an earlier message does not work here.`,
  instead: 'Get a text message instead',
  refused: { wrong: () => 'Incorrect code. Use the latest text message.' },
  unusable: {
    disabled: 'Codes by text message were disabled after too many incorrect codes.',
    off: 'Text messages are switched off at the moment: no code can be sent to your phone.',
  },
};

/** Where a code from a text message is asked for. */
export const answerTexts = { fr, en };
