/** Words that several screens use. */
export const shared = {
  product: 'Wattsense Console',
  /** The document's title for a page. */
  title: (page: string) => `${page} – Wattsense Console`,
  titleWithError: (page: string) => `Erreur\u202f: ${page} – Wattsense Console`,
  contactSupport: 'Contacter le support',
  loading: 'Chargement…',
  retry: 'Réessayer',
  cancel: 'Annuler',
  close: 'Fermer',
  continue: 'Continuer',
  copy: 'Copier',
  copied: 'Copié',
  copyFailed:
    'La copie n’a pas fonctionné. Le texte est sélectionné\u202f: copiez-le avec votre clavier ou votre menu.',
  showPassword: 'Afficher le mot de passe',
  notice: { info: 'Information', ok: 'Succès', warn: 'Attention', danger: 'Erreur' },
  step: (at: number, of: number) => `Étape ${at} sur ${of}`,
  protection: {
    label: 'Protection du compte',
  },
  failure: {
    title: 'Cette page n’a pas pu s’afficher',
    text: 'Rechargez-la pour continuer\u202f: vous reprendrez là où vous en étiez.',
    reload: 'Recharger la page',
  },
  offline: 'Vous êtes hors ligne. Ce que vous avez saisi est conservé.',
  online: 'Vous êtes de nouveau en ligne.',
};
