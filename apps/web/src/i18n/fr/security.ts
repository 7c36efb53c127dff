const ended = (count: number) =>
  count === 0
    ? ''
    : count === 1
      ? ' Un autre navigateur a été déconnecté.'
      : ` ${count} autres navigateurs ont été déconnectés.`;

/** The Security tab and the pages that change one thing on it. */
export const security = {
  title: 'Sécurité',
  lead: 'La protection de votre compte et les navigateurs connectés.',
  stale: 'Ces informations datent peut-être\u202f: la page n’a pas pu être mise à jour.',
  twoFactor: {
    title: 'Double authentification',
    on: 'Activée',
    off: 'Désactivée',
    onText: 'À chaque connexion, la console demande un code en plus de votre mot de passe.',
    offText:
      'Un mot de passe peut être volé ou deviné. Avec la double authentification, il ne suffit plus\u202f: la console demande aussi un code que personne d’autre ne peut lire.',
    offHow: 'La mise en place prend deux minutes, avec une application ou un téléphone.',
    enable: 'Activer la double authentification',
    disable: 'Désactiver',
  },
  code: {
    title: 'Code de récupération',
    saved: 'Enregistré',
    unsaved: 'Pas encore enregistré',
    takenBack: 'N’est plus accepté',
    savedOn: 'Enregistré le',
    issuedOn: 'créé le',
    unsavedTitle: 'Votre code de récupération n’est pas encore enregistré',
    unsavedText:
      'Sans lui, si vous perdez votre téléphone, vous risquez de ne plus pouvoir vous connecter. Le code déjà affiché ne peut pas l’être une seconde fois\u202f: affichez-en un nouveau et conservez-le.',
    takenBackTitle: 'Votre code de récupération n’est plus accepté',
    takenBackText:
      'La console a été rétablie à partir d’une sauvegarde, et le code que vous aviez conservé ne fonctionne plus. Sans nouveau code, si vous perdez votre téléphone, vous risquez de ne plus pouvoir vous connecter.',
    showNew: 'Afficher un nouveau code',
    new: 'Nouveau code',
    newTitle: 'Créer un nouveau code de récupération\u202f?',
    newText:
      'Le code actuel cesse aussitôt de fonctionner, où que vous l’ayez noté. Le nouveau s’affiche une seule fois.',
    newConfirm: 'Créer le code',
    newBusy: 'Création…',
  },
  turnOff: {
    title: 'Désactiver la double authentification\u202f?',
    lead: 'Ensuite\u202f:',
    /** `useless`: what each of the methods is of. */
    consequences: (useless: readonly string[]) => [
      'votre mot de passe suffira pour ouvrir votre compte\u202f;',
      `${useless.join(', ')} et votre code de récupération ne serviront plus\u202f;`,
      'vos autres navigateurs seront déconnectés.',
    ],
    keep: 'Conserver',
    confirm: 'Désactiver',
    busy: 'Désactivation…',
    done: 'La double authentification est désactivée.',
  },
  removal: {
    others: 'Vos autres navigateurs seront déconnectés.',
    /** What is left cannot be used now. */
    noneLeft: {
      last: 'C’est la seule méthode qui fonctionne pour le moment. Sans elle, la prochaine connexion ne sera possible qu’avec votre code de récupération.',
      none: 'Aucune de vos méthodes ne fonctionne pour le moment\u202f: la prochaine connexion ne sera possible qu’avec votre code de récupération.',
    },
    last: 'C’est votre seule méthode\u202f: la retirer revient à désactiver la double authentification.',
    confirm: 'Retirer',
    confirmLast: 'Retirer et désactiver',
    busy: 'Retrait…',
  },
  password: {
    title: 'Mot de passe',
    changedOn: 'Changé le',
    change: 'Changer le mot de passe',
    pageTitle: 'Changer votre mot de passe',
    pageText: 'Vos autres navigateurs seront déconnectés. Celui-ci reste connecté.',
    label: 'Nouveau mot de passe',
    hint: 'Au moins 15 caractères. Plusieurs mots sans lien entre eux se retiennent bien.',
    count: (typed: number, least: number) => `${typed} ${typed > 1 ? 'caractères' : 'caractère'} sur ${least}`,
    save: 'Enregistrer le mot de passe',
    saving: 'Enregistrement…',
  },
  sessions: {
    title: 'Navigateurs connectés',
    text: 'Vous ne reconnaissez pas l’un d’eux\u202f? Déconnectez-le, puis changez votre mot de passe.',
    current: 'Ce navigateur',
    none: 'Aucun autre navigateur n’est connecté.',
    since: 'Connecté',
    seen: 'actif',
    end: 'Déconnecter',
    endThe: (name: string) => `Déconnecter ${name}`,
    endAll: 'Déconnecter tous les autres',
    ending: 'Déconnexion…',
    ended: 'Le navigateur est déconnecté.',
    endedAll: 'Tous les autres navigateurs sont déconnectés.',
  },
  activity: {
    changes: {
      title: 'Changements',
      text: 'Ce qui a été modifié sur votre compte. Si quelque chose ne vient pas de vous, changez votre mot de passe.',
    },
    others: { title: 'Connexions et tentatives', text: 'Qui s’est connecté, et ce qui a été refusé.' },
    none: 'Rien à signaler pour l’instant.',
    more: 'Afficher la suite',
    operator: 'par le support',
  },
  outcome: {
    on: 'La double authentification est activée et votre code de récupération est enregistré.',
    codeSaved: 'Votre nouveau code de récupération est enregistré.',
    password: 'Votre mot de passe est changé.',
    ended,
  },
  changed: 'Cela a changé entre-temps dans une autre fenêtre.',
  /** An application beside the console wants two factors. */
  wayBack: {
    title: 'La page demandée exige la double authentification',
    text: 'Activez-la ici\u202f: vous retournerez ensuite à cette page.',
    readyTitle: 'La double authentification est activée',
    goOn: 'Retourner à la page demandée',
  },
  gone: 'Cela n’existe plus. Voici l’état actuel.',
};
