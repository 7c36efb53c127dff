import type { KindTexts } from '../kind.ts';

const fr: KindTexts = {
  name: 'Application d’authentification',
  window: {
    label: 'Application',
    unusable: { disabled: 'Désactivée', off: 'Indisponible' },
    replace: 'Remplacer',
  },
  added: 'Ajoutée le',
  used: 'utilisée',
  neverUsed: 'jamais utilisée à la connexion',
  unusable: {
    disabled: 'Désactivée après trop de codes incorrects. Remplacez-la pour vous en servir de nouveau.',
    off: 'Indisponible pour le moment.',
  },
  replace: 'Remplacer',
  replaceThe: 'Remplacer l’application',
  removeThe: 'Retirer l’application',
  addThe: 'Ajouter une application',
  addWhy: 'Plus sûre que les SMS, et utilisable sans réseau.',
  removal: {
    title: 'Retirer l’application\u202f?',
    text: 'Ses codes ne seront plus acceptés.',
    keep: 'Garder l’application',
    done: 'L’application est retirée.',
  },
  asks: 'À la connexion, la console demandera le code de votre application.',
  instead: 'Utiliser plutôt une application',
  useless: 'votre application',
  outcome: {
    added: 'L’application est ajoutée.',
    replaced:
      'L’application est remplacée. L’ancienne entrée ne sert plus\u202f: vous pouvez l’effacer de votre téléphone.',
  },
  events: { added: 'Application ajoutée', replaced: 'Application remplacée', removed: 'Application retirée' },
  method: { name: 'application', by: 'avec l’application' },
};

const en: KindTexts = {
  name: 'Authenticator app',
  window: { label: 'App', unusable: { disabled: 'Disabled', off: 'Unavailable' }, replace: 'Replace' },
  added: 'Added on',
  used: 'used',
  neverUsed: 'never used to sign in',
  unusable: {
    disabled: 'Disabled after too many incorrect codes. Replace it to use an app again.',
    off: 'Unavailable at the moment.',
  },
  replace: 'Replace',
  replaceThe: 'Replace the app',
  removeThe: 'Remove the app',
  addThe: 'Add an app',
  addWhy: 'Safer than text messages, and it works without a signal.',
  removal: {
    title: 'Remove the app?',
    text: 'Its codes will no longer be accepted.',
    keep: 'Keep the app',
    done: 'The app is removed.',
  },
  asks: 'When you sign in, the console will ask for the code from your app.',
  instead: 'Use an app instead',
  useless: 'your app',
  outcome: {
    added: 'The app is added.',
    replaced: 'The app is replaced. The old entry no longer works: you may delete it from your phone.',
  },
  events: { added: 'App added', replaced: 'App replaced', removed: 'App removed' },
  method: { name: 'app', by: 'with the app' },
};

/** On the home page, in the Security tab and among the events. */
export const texts = { fr, en };
