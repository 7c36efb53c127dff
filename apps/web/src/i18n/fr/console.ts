/** The console's frame, home page and profile. */
export const shell = {
  skip: 'Aller au contenu',
  home: 'Accueil',
  menu: 'menu du profil',
  menuFailed: 'Le menu du profil n’a pas pu s’ouvrir.',
  profile: 'Profil',
  security: 'Sécurité',
  signOut: 'Se déconnecter',
  signOutFailed: 'La déconnexion n’a pas abouti.',
  somebodyElse: {
    title: 'Ce navigateur est connecté à un autre compte',
    now: 'Connecté maintenant\u202f:',
    before: 'Page ouverte pour\u202f:',
    goOn: (now: string) => `Continuer avec ${now}`,
    change: (before: string) => `Se connecter avec ${before}`,
    leaving: 'Déconnexion…',
  },
  notFound: {
    title: 'Cette page n’existe pas',
    text: 'L’adresse est peut-être incomplète, ou la page a été déplacée.',
    home: 'Aller à l’accueil',
  },
};

export const home = {
  title: 'Accueil',
  greeting: (name: string) => `Bonjour ${name}`,
  signedInAs: 'Session de',
  protection: 'Protection de votre compte',
  summary: {
    off: 'Seul votre mot de passe protège ce compte. Ajoutez un code lu sur votre téléphone\u202f: un mot de passe volé ne suffira plus.',
    on: 'La double authentification est activée.',
    noneUsable:
      'La double authentification est activée, mais aucune de vos méthodes ne peut servir pour le moment\u202f: la prochaine connexion demandera votre code de récupération.',
    unsaved:
      'La double authentification est activée, mais vous n’avez pas de code de récupération enregistré. Sans lui, si vous perdez votre téléphone, vous risquez de ne plus pouvoir vous connecter.',
  },
  enable: 'Activer la double authentification',
  open: 'Ouvrir l’onglet Sécurité',
  notices: {
    title: 'Du nouveau sur votre compte',
    times: (count: number) => `(${count} fois)`,
    wrongCodesAdvice:
      'Si ce n’est pas vous qui avez saisi ces codes, quelqu’un connaît votre mot de passe\u202f: changez-le sans attendre, puis vérifiez vos méthodes dans l’onglet Sécurité.',
    resetAdvice:
      'La réinitialisation a été faite par le support. Si vous ne l’avez pas demandée, contactez-le sans attendre.',
    advice:
      'Si quelque chose ne vient pas de vous, changez votre mot de passe, puis vérifiez vos méthodes dans l’onglet Sécurité.',
    seen: 'J’ai pris connaissance',
    wereSeen: 'Cela ne sera plus affiché dans ce navigateur.',
  },
};

export const windows = {
  password: 'Mot de passe',
  recoveryCode: 'Code de récupération',
  on: 'En place',
  notOffered: 'Non proposé',
  missing: 'Non configuré',
  saved: 'Enregistré',
  unsaved: 'Pas encore enregistré',
  none: 'Pas encore nécessaire',
  optional: 'Facultatif',
  change: 'Changer',
  add: 'Ajouter',
  save: 'Enregistrer',
  saveCode: 'Enregistrer un code de récupération',
  changePassword: 'Changer le mot de passe',
};

export const profile = {
  title: 'Profil',
  tabs: 'Votre compte',
  name: 'Nom',
  login: 'Adresse e-mail',
  language: 'Langue',
  languages: { fr: 'Français', en: 'Anglais' },
  note: 'La langue se choisit dans le menu du profil. Pour modifier votre nom ou votre adresse, contactez le support.',
};
