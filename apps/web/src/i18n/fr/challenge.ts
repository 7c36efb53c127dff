/** The second step of signing in. */
export const challenge = {
  title: 'Confirmez que c’est bien vous',
  notYou: 'Ce n’est pas vous\u202f?',
  leaving: 'Retour…',
  submit: 'Continuer',
  submitting: 'Vérification…',
  recovery: {
    name: 'Code de récupération',
    text: 'C’est le code enregistré lors de l’activation. Il ne sert qu’une fois\u202f: vous en recevrez un nouveau, et la double authentification restera active.',
    lost: 'Vous n’avez plus ce code non plus\u202f? Contactez le support\u202f: il vérifiera qui vous êtes, puis vous redonnera accès.',
    refused: {
      wrong: () => 'Code de récupération incorrect. Vérifiez chaque caractère.',
      blocked: (time: string) => `Trop de codes de récupération incorrects. Réessayez à ${time}.`,
    },
  },
  attemptsLeft: (count: number) => (count > 1 ? `Il vous reste ${count} essais.` : 'Il vous reste un essai.'),
  canTryAgain: 'Vous pouvez réessayer maintenant.',
  lost: 'Téléphone perdu\u202f?',
  others: 'Changez de méthode',
  resumed: 'Vous reprenez la connexion commencée il y a un instant.',
  /** Where the recovery code is all that is left. */
  unusableAdvice: 'Utilisez votre code de récupération, ou contactez le support.',
};
