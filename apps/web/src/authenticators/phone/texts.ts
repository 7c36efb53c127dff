import type { KindTexts } from '../kind.ts';

interface PhoneTexts extends KindTexts {
  /** A phone of which the last digits alone are told. */
  readonly masked: (lastDigits: string) => string;
  readonly unfinished: {
    readonly title: string;
    readonly text: (number: string) => string;
    readonly goOn: string;
    readonly drop: string;
  };
}

const fr: PhoneTexts = {
  name: 'Téléphone',
  window: { label: 'SMS', unusable: { disabled: 'Désactivé', off: 'Indisponible' }, replace: 'Changer' },
  added: 'Ajouté le',
  used: 'utilisé',
  neverUsed: 'jamais utilisé à la connexion',
  unusable: {
    disabled: 'Désactivé après trop de codes incorrects. Changez-le ou confirmez-le de nouveau pour vous en servir.',
    off: 'L’envoi de SMS est suspendu pour le moment\u202f: aucun code ne peut lui être envoyé.',
  },
  replace: 'Changer de numéro',
  replaceThe: 'Changer de numéro de téléphone',
  removeThe: 'Retirer le téléphone',
  addThe: 'Ajouter un téléphone',
  addWhy: 'Pour recevoir un code par SMS quand vous n’avez pas l’application sous la main.',
  notOffered: 'Cette console n’envoie pas de SMS\u202f: aucun téléphone ne peut être ajouté.',
  removal: {
    title: 'Retirer le téléphone\u202f?',
    text: 'Il ne recevra plus de codes.',
    keep: 'Garder le téléphone',
    done: 'Le téléphone est retiré.',
  },
  asks: 'À la connexion, la console enverra un code par SMS.',
  useless: 'les codes par SMS',
  outcome: {
    added: 'Le téléphone est ajouté.',
    replaced: 'Le numéro est changé. L’ancien ne recevra plus de codes.',
  },
  withdrawn: 'Aucun SMS n’est envoyé pour le moment\u202f: un numéro de téléphone ne peut être ni ajouté ni changé.',
  events: { added: 'Téléphone ajouté', replaced: 'Numéro de téléphone changé', removed: 'Téléphone retiré' },
  method: { name: 'SMS', by: 'avec un SMS' },
  masked: (lastDigits) => `•• •• •• •• ${lastDigits}`,
  unfinished: {
    title: 'Un numéro de téléphone reste à confirmer',
    text: (number) => `Il reste à saisir le code envoyé au ${number}.`,
    goOn: 'Saisir le code',
    drop: 'Abandonner',
  },
};

const en: PhoneTexts = {
  name: 'Phone',
  window: { label: 'Text message', unusable: { disabled: 'Disabled', off: 'Unavailable' }, replace: 'Change' },
  added: 'Added on',
  used: 'used',
  neverUsed: 'never used to sign in',
  unusable: {
    disabled: 'Disabled after too many incorrect codes. Change or confirm the number to use it again.',
    off: 'Text messages are switched off at the moment: no code can be sent to it.',
  },
  replace: 'Change number',
  replaceThe: 'Change the phone number',
  removeThe: 'Remove the phone',
  addThe: 'Add a phone',
  addWhy: 'To get a code by text message when you don’t have the app to hand.',
  notOffered: 'This console sends no text messages, so no phone can be added.',
  removal: {
    title: 'Remove the phone?',
    text: 'It will get no more codes.',
    keep: 'Keep the phone',
    done: 'The phone is removed.',
  },
  asks: 'When you sign in, the console will send a code by text message.',
  useless: 'codes by text message',
  outcome: {
    added: 'The phone is added.',
    replaced: 'The number is changed. The old one will get no more codes.',
  },
  withdrawn: 'No text messages are being sent at the moment, so no phone number can be added or changed.',
  events: { added: 'Phone added', replaced: 'Phone number changed', removed: 'Phone removed' },
  method: { name: 'text message', by: 'with a text message' },
  masked: (lastDigits) => `•• •• •• •• ${lastDigits}`,
  unfinished: {
    title: 'A phone number is waiting to be confirmed',
    text: (number) => `Enter the code sent to ${number} to finish.`,
    goOn: 'Enter the code',
    drop: 'Discard',
  },
};

/** On the home page, in the Security tab and among the events. */
export const texts = { fr, en };
