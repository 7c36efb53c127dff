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
  },
  recoveryText:
    'C’est le code enregistré lors de l’activation. Il ne sert qu’une fois\u202f: vous en recevrez un nouveau, et la double authentification restera active.',
  attemptsLeft: (count: number) => (count > 1 ? `Il vous reste ${count} essais.` : 'Il vous reste un essai.'),
  canTryAgain: 'Vous pouvez réessayer maintenant.',
  others: 'Utiliser une autre méthode',
  methods: {
    otp: 'Code de l’application',
    sms: (lastDigits: string | null) => (lastDigits === null ? 'Code par SMS' : `Code par SMS au •• ${lastDigits}`),
    recovery: 'Code de récupération',
  },
  disabled: {
    otp: 'L’application d’authentification a été désactivée après trop de codes incorrects.',
    sms: 'Les SMS ont été désactivés après trop de codes incorrects.',
    advice: 'Utilisez votre code de récupération, ou contactez le support.',
  },
};
