import type { StepUpMethod } from '@wattsense/contract/vocabulary';

/** The second step of signing in. */
export const challenge = {
  title: 'Confirmez que c’est bien vous',
  notYou: 'Ce n’est pas vous\u202f?',
  leaving: 'Retour…',
  submit: 'Continuer',
  submitting: 'Vérification…',
  app: {
    label: 'Code de votre application',
    hint: 'Affiché sous le nom «\u202fThe Building API\u202f».',
    pasted: 'Un code collé est vérifié aussitôt.',
  },
  sms: {
    label: 'Code reçu par SMS',
    hint: (lastDigits: string) => `Pour le numéro finissant par ${lastDigits}.`,
    pasted: 'Un code collé ou rempli automatiquement est vérifié aussitôt.',
    send: 'Envoyer un SMS',
    sending: 'Envoi…',
    none: 'Aucun SMS n’a encore été envoyé pour cette connexion.',
    held: (time: string) =>
      `Aucun SMS n’a été envoyé pour cette connexion. Vous pourrez en demander un à partir de ${time}\u202f; le code d’un SMS précédent ne convient pas ici.`,
  },
  recoveryText:
    'C’est le code enregistré lors de l’activation. Il ne sert qu’une fois\u202f: vous en recevrez un nouveau, et la double authentification restera active.',
  recoveryLost:
    'Vous n’avez plus ce code non plus\u202f? Contactez le support\u202f: il vérifiera qui vous êtes, puis vous redonnera accès.',
  attemptsLeft: (count: number) => (count > 1 ? `Il vous reste ${count} essais.` : 'Il vous reste un essai.'),
  canTryAgain: 'Vous pouvez réessayer maintenant.',
  lost: 'Téléphone perdu\u202f?',
  others: 'Changez de méthode',
  methods: {
    otp: 'Code de l’application',
    sms: (lastDigits: string | null) => (lastDigits === null ? 'Code par SMS' : `Code par SMS au •• ${lastDigits}`),
    recovery: 'Code de récupération',
  },
  resumed: 'Vous reprenez la connexion commencée il y a un instant.',
  unusable: {
    disabled: {
      otp: 'L’application d’authentification a été désactivée après trop de codes incorrects.',
      sms: 'Les codes par SMS ont été désactivés après trop de codes incorrects.',
    } satisfies Record<StepUpMethod, string>,
    off: {
      otp: 'L’application d’authentification ne peut pas servir pour le moment.',
      sms: 'L’envoi de SMS est suspendu pour le moment\u202f: aucun code ne peut être envoyé à votre téléphone.',
    } satisfies Record<StepUpMethod, string>,
    advice: 'Utilisez votre code de récupération, ou contactez le support.',
  },
};
