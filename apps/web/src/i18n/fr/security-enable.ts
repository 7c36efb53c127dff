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
    app: 'Une application d’authentification',
    appText:
      'Google Authenticator, 2FAS ou une autre application affiche le code sur votre téléphone, même sans réseau.',
    recommended: 'Recommandée',
    sms: 'Un SMS',
    smsText: 'Nous envoyons le code à votre numéro de mobile.',
    smsRisk: 'Moins sûr\u202f: un SMS peut être détourné, ou ne pas arriver là où le téléphone ne capte pas.',
    noSms: 'Cette console n’envoie pas de SMS. L’application fonctionne sans réseau et ne coûte rien.',
  },
  app: {
    title: 'Ajouter la console à votre application',
    titleReplace: 'Remplacer votre application',
    textReplace:
      'L’entrée actuelle de votre application continue de fonctionner jusqu’à ce que la nouvelle soit confirmée, puis cesse de servir.',
    install: 'Ouvrez votre application d’authentification',
    installText:
      'Par exemple Google Authenticator, 2FAS, Microsoft Authenticator ou l’application Mots de passe d’Apple. Installez-en une si vous n’en avez pas.',
    scan: 'Scannez ce code QR avec l’application',
    scanText: (issuer: string) => `Une entrée nommée «\u202f${issuer}\u202f» s’ajoute à l’application.`,
    qr: 'Code QR à scanner avec votre application d’authentification',
    open: 'Ouvrir dans mon application',
    openText:
      'Ce bouton ouvre l’application d’authentification de ce téléphone. Si rien ne s’ouvre, copiez la clé et collez-la dans l’application.',
    noCamera: 'Pas d’appareil photo\u202f? Saisissez la clé à la main',
    key: 'Clé',
    copyKey: 'Copier la clé',
    details: 'Autres réglages demandés par l’application',
    account: 'Compte',
    issuer: 'Émetteur',
    kind: 'Type',
    kindValue: 'basé sur le temps (TOTP)',
    digits: 'Chiffres',
    period: 'Période',
    periodValue: '30 secondes',
    otherDevice: 'Scanner avec un autre appareil',
    enter: 'Saisissez le code affiché par l’application',
    code: 'Code à 6 chiffres',
    codeHint: 'Il change toutes les 30 secondes.',
    codePasted: 'Si vous le collez, il est envoyé aussitôt.',
    clock: 'Le code dépend de l’heure\u202f: laissez votre téléphone la régler automatiquement.',
    deleteEntry:
      'Si vous avez déjà ajouté l’entrée dans votre application, supprimez-la d’abord\u202f: elle ne fonctionnera pas.',
    again: 'Recommencer',
  },
  checking: 'Vérification…',
  triesLeft: (left: number) => (left === 1 ? ' Il reste un essai.' : ` Il reste ${left} essais.`),
  phone: {
    title: 'Indiquez votre numéro de mobile',
    titleReplace: 'Changer de numéro',
    text: 'Nous y envoyons un code par SMS maintenant, puis à chaque connexion par SMS. Il ne sert qu’à protéger votre compte.',
    textReplace: 'Le numéro actuel continue de recevoir les codes jusqu’à ce que le nouveau soit confirmé.',
    country: 'Pays',
    likely: 'Pays fréquents',
    others: 'Autres pays',
    number: 'Numéro de mobile',
    numberHint: 'Avec ou sans indicatif, comme vous l’écrivez d’habitude.',
    numberEmpty: 'Indiquez votre numéro de mobile.',
    follows: (country: string) => `Le pays est maintenant\u202f: ${country}.`,
    send: 'Envoyer le code',
    sending: 'Envoi…',
    useApp: 'Utiliser plutôt une application',
  },
  phoneCode: {
    title: 'Saisissez le code reçu par SMS',
    sentTo: 'Numéro',
    change: 'Changer',
    changeTheNumber: 'Changer le numéro',
    code: 'Code à 6 chiffres',
    codeHint: 'Le message vient de TheBuilding.',
    codePasted: 'Un code collé ou rempli automatiquement est envoyé aussitôt.',
  },
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
