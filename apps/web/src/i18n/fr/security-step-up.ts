/** The dialog that asks for a fresh proof before a sensitive change. */
export const stepUp = {
  title: 'Confirmez que c’est bien vous',
  text: 'Cette vérification précède tout changement de protection. Elle reste valable dix minutes.',
  password: 'Mot de passe',
  passwordEmpty: 'Saisissez votre mot de passe.',
  passwordWrong: 'Mot de passe incorrect.',
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
  disabled: 'Trop de codes incorrects\u202f: cette méthode ne peut plus servir ici.',
  blocked: (time: string) => `Trop de codes incorrects. Réessayez à ${time}.`,
};
