import { wrongAppCode } from './wrong-code.ts';

const fr = {
  name: 'Code de l’application',
  label: 'Code de votre application',
  hint: 'Affiché sous le nom «\u202fThe Building API\u202f».',
  pasted: 'Un code collé est vérifié aussitôt.',
  instead: 'Utiliser plutôt l’application',
  refused: { wrong: wrongAppCode.fr('Code incorrect. Saisissez celui que l’application affiche maintenant.') },
  unusable: {
    disabled: 'L’application d’authentification a été désactivée après trop de codes incorrects.',
    off: 'L’application d’authentification ne peut pas servir pour le moment.',
  },
};

const en: typeof fr = {
  name: 'Code from the app',
  label: 'Code from your app',
  hint: 'Shown under the name “The Building API”.',
  pasted: 'A pasted code is checked at once.',
  instead: 'Use the app instead',
  refused: { wrong: wrongAppCode.en('Incorrect code. Enter the one that the app shows now.') },
  unusable: {
    disabled: 'The authenticator app was disabled after too many incorrect codes.',
    off: 'The authenticator app cannot be used at the moment.',
  },
};

/** Where a code of the app is asked for. */
export const answerTexts = { fr, en };
