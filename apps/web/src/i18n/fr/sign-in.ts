/** The first step of signing in. */
export const signIn = {
  title: 'Se connecter',
  lead: 'Accédez à la console de vos bâtiments.',
  login: 'Adresse e-mail',
  password: 'Mot de passe',
  submit: 'Se connecter',
  submitting: 'Connexion…',
  loginEmpty: 'Saisissez votre adresse e-mail.',
  passwordEmpty: 'Saisissez votre mot de passe.',
  reasons: {
    'signed-out': 'Déconnexion effectuée.',
    'session-over': 'Votre session a expiré. Reconnectez-vous pour continuer.',
    'challenge-expired': 'Cette connexion a pris trop de temps. Saisissez à nouveau votre mot de passe.',
    'challenge-over': 'Cette connexion est terminée. Saisissez à nouveau votre mot de passe.',
    'no-cookies':
      'Sans cookies, aucune connexion ne peut aboutir\u202f: autorisez-les pour ce site, dans votre navigateur et dans tout filtre du réseau.',
    recover: 'Saisissez votre mot de passe, puis choisissez «\u202fCode de récupération\u202f».',
    'challenge-exhausted': 'Trop de codes incorrects. Saisissez à nouveau votre mot de passe pour recommencer.',
  },
  awaiting: {
    text: (login: string) => `Une connexion est en cours pour ${login}\u202f: il reste à saisir le code.`,
    goOn: 'Saisir le code',
  },
};
