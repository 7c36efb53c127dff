/** The first step of signing in. */
export const signIn = {
  title: 'Se connecter',
  lead: 'Accédez à la console de vos bâtiments.',
  login: 'Adresse e-mail',
  password: 'Mot de passe',
  submit: 'Se connecter',
  submitting: 'Connexion…',
  cookies:
    'Votre navigateur refuse les cookies\u202f: sans eux, la connexion ne peut pas aboutir. Autorisez-les pour ce site, puis rechargez la page.',
  loginEmpty: 'Saisissez votre adresse e-mail.',
  passwordEmpty: 'Saisissez votre mot de passe.',
  reasons: {
    'signed-out': 'Déconnexion effectuée.',
    'session-over': 'Votre session a expiré. Reconnectez-vous pour continuer.',
    'challenge-expired': 'Cette connexion a pris trop de temps. Saisissez à nouveau votre mot de passe.',
    'challenge-over': 'Cette connexion est terminée. Saisissez à nouveau votre mot de passe.',
    recover: 'Saisissez votre mot de passe, puis choisissez «\u202fCode de récupération\u202f».',
    'challenge-exhausted': 'Trop de codes incorrects. Saisissez à nouveau votre mot de passe pour recommencer.',
  },
  awaiting: {
    text: (login: string) => `Une connexion est en cours pour ${login}\u202f: il reste à saisir le code.`,
    goOn: 'Saisir le code',
  },
};
