/** The recovery code's own screen, and what follows a sign-in with it. */
export const recovery = {
  title: 'Enregistrez votre code de récupération',
  purpose:
    'Il vous permettra de vous connecter si vous perdez votre téléphone ou changez de numéro. Notez-le sur papier ou gardez-le ailleurs que sur ce seul téléphone\u202f: dans un gestionnaire de mots de passe ou sur un autre appareil.',
  once: 'Ce code ne pourra plus être lu une fois cette fenêtre fermée.',
  codeLabel: 'Votre code de récupération',
  copy: 'Copier le code',
  download: 'Télécharger',
  print: 'Imprimer',
  saved: 'J’ai enregistré ce code',
  finishWhy: 'Cochez la case une fois le code enregistré.',
  share: 'Partager vers…',
  finish: 'Terminer',
  finishing: 'Enregistrement…',
  replacedElsewhere:
    'Ce code a été remplacé dans une autre fenêtre et ne fonctionne plus. Enregistrez celui qui y est affiché.',
  leaveTitle: 'Quitter sans enregistrer le code\u202f?',
  leaveText:
    'Ce code ne sera plus affiché. Sans lui, si vous perdez votre téléphone, vous risquez de ne plus pouvoir vous connecter.',
  stay: 'Revenir au code',
  leave: 'Quitter quand même',
  file: (login: string, date: string, code: string) =>
    [
      'Wattsense Console – code de récupération',
      '',
      `Compte\u00a0: ${login}`,
      `Créé le\u00a0: ${date}`,
      '',
      code,
      '',
      'Ce code remplace votre second facteur une seule fois\u00a0: saisissez votre mot de passe,',
      'puis choisissez «\u00a0Code de récupération\u00a0». Un nouveau code vous sera alors remis.',
      'Gardez ce fichier en lieu sûr.',
      '',
    ].join('\r\n'),
  printAccount: 'Compte\u202f:',
  printIssued: 'Créé le',
  printUse:
    'Ce code remplace votre second facteur une seule fois\u202f: saisissez votre mot de passe, puis choisissez «\u202fCode de récupération\u202f». Un nouveau code vous sera alors remis.',
  recovered: {
    page: 'Nouveau code de récupération',
    intro: 'La connexion s’est faite avec votre code de récupération, qui ne peut plus servir. Voici le suivant.',
    preparing: 'Préparation de votre nouveau code…',
    failedTitle: 'Votre nouveau code n’a pas pu être affiché',
    retry: 'Afficher un nouveau code',
    gone: 'Le code qui était affiché ici ne peut pas être relu. S’il n’est pas enregistré, demandez-en un autre\u202f: le précédent cessera de fonctionner.',
    goOn: 'Aller à l’onglet Sécurité',
    dismiss: 'Je l’ai toujours',
    noticeTitle: 'Connexion avec votre code de récupération',
    notice:
      'La double authentification est toujours active. Remplacez ou retirez maintenant la méthode que vous n’avez plus\u202f: sinon, la prochaine connexion vous la demandera.',
  },
};
