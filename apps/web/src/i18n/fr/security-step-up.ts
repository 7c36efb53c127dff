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
  lost: {
    title: 'Vous ne l’avez plus\u202f?',
    way: 'Déconnectez-vous, puis reconnectez-vous avec votre mot de passe et votre code de récupération. Pendant les dix minutes qui suivent, vous pourrez remplacer ou retirer ce que vous n’avez plus.',
    signOut: 'Se déconnecter pour utiliser le code',
    leaving: 'Déconnexion…',
  },
  impossible: 'Cette vérification n’est pas possible ici',
  impossibleText: 'Aucune de vos méthodes ne peut servir pour le moment. Rien n’a été changé.',
  unusable: {
    disabled: {
      otp: 'L’application d’authentification a été désactivée après trop de codes incorrects.',
      sms: 'Les codes par SMS ont été désactivés après trop de codes incorrects.',
    } satisfies Record<StepUpMethod, string>,
    off: {
      otp: 'L’application d’authentification ne peut pas servir pour le moment.',
      sms: 'L’envoi de SMS est suspendu pour le moment\u202f: aucun code ne peut être envoyé à votre téléphone.',
    } satisfies Record<StepUpMethod, string>,
  },
  disabled: 'Trop de codes incorrects\u202f: cette méthode ne peut plus servir ici.',
  blocked: (time: string) => `Trop de codes incorrects. Réessayez à ${time}.`,
};
