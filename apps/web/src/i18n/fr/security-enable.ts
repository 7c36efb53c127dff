import type { ProblemOf } from '@wattsense/contract/problem';

type Over = ProblemOf<'enrolment-over'>['reason'];

/** Turning two-factor authentication on, and adding or replacing a method. */
export const enable = {
  leave: 'Quitter sans activer',
  leaveAdding: 'Retour à l’onglet Sécurité',
  choose: {
    title: 'Activer la double authentification',
    text: 'À chaque connexion, la console vous demandera un code en plus de votre mot de passe. Comment voulez-vous le recevoir\u202f?',
    legend: 'Méthode',
    recommended: 'Recommandée',
  },
  checking: 'Vérification…',
  triesLeft: (left: number) => (left === 1 ? ' Il reste un essai.' : ` Il reste ${left} essais.`),
  code: {
    on: 'La double authentification est activée. Il ne vous reste plus qu’à conserver votre code de récupération.',
    replaced: 'Voici votre nouveau code de récupération. Le précédent ne fonctionne plus.',
    missedTitle: 'Votre code de récupération n’est pas encore enregistré',
    missed:
      'La double authentification est activée, mais vous n’avez pas confirmé avoir enregistré le code affiché. Il ne peut pas être affiché une seconde fois\u202f: affichez-en un nouveau et conservez-le. L’ancien cessera de fonctionner.',
    show: 'Afficher un nouveau code',
    showing: 'Création…',
    later: 'Plus tard',
  },
  over: {
    expired:
      'La configuration a pris trop de temps et a été interrompue, par sécurité. Recommencez\u202f: c’est rapide.',
    exhausted: 'Trop de codes incorrects\u202f: la configuration a été interrompue. Recommencez.',
    cancelled: 'La configuration a été abandonnée ou recommencée dans une autre fenêtre. Recommencez ici.',
    none: 'Cette configuration n’existe plus. Recommencez.',
    confirmed: 'Cette configuration est déjà terminée.',
  } satisfies Record<Over, string>,
};
