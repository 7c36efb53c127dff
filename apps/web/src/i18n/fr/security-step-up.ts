import type { StepUpMethod } from '@wattsense/contract/vocabulary';

/** The dialog that asks for a fresh proof before a sensitive change. */
export const stepUp = {
  title: 'Confirmez que c’est bien vous',
  text: 'Cette vérification précède tout changement de protection. Elle reste valable dix minutes.',
  password: 'Mot de passe',
  passwordEmpty: 'Saisissez votre mot de passe.',
  passwordWrong: 'Mot de passe incorrect.',
  code: {
    otp: 'Code affiché par votre application',
    sms: 'Code reçu par SMS',
  } satisfies Record<StepUpMethod, string>,
  useOther: {
    otp: 'Recevoir plutôt un SMS',
    sms: 'Utiliser plutôt l’application',
  } satisfies Record<StepUpMethod, string>,
  codeHint: {
    otp: 'Les 6 chiffres affichés en ce moment.',
    sms: 'Les 6 chiffres du dernier message.',
  } satisfies Record<StepUpMethod, string>,
  send: 'M’envoyer un SMS',
  sending: 'Envoi…',
  sendTo: (lastDigits: string) => `Le code sera envoyé au numéro finissant par ${lastDigits}.`,
  confirm: 'Confirmer',
  confirming: 'Vérification…',
  over: {
    exhausted: 'Trop d’essais incorrects. Recommencez avec un nouveau code.',
    expired: 'Cette confirmation a pris trop de temps. Recommencez.',
  },
  blocked: (time: string) => `Trop de codes incorrects. Réessayez à ${time}.`,
};
