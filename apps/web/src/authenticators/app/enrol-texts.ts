import { wrongAppCode } from './wrong-code.ts';

const fr = {
  choice: {
    name: 'Une application d’authentification',
    text: [
      'Google Authenticator, 2FAS ou une autre application affiche le code sur votre téléphone, même sans réseau.',
    ],
  },
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
  clock: 'Le code dépend de l’heure\u202f: laissez votre téléphone la régler automatiquement.',
  deleteEntry:
    'Si vous avez déjà ajouté l’entrée dans votre application, supprimez-la d’abord\u202f: elle ne fonctionnera pas.',
  again: 'Recommencer',
  form: {
    label: 'Code à 6 chiffres',
    hint: 'Il change toutes les 30 secondes.',
    pasted: 'Si vous le collez, il est envoyé aussitôt.',
    refused: {
      wrong: wrongAppCode.fr(
        'Code incorrect. Si l’application contient plusieurs entrées «\u202fThe Building API\u202f», utilisez la plus récente.',
      ),
    },
  },
};

const en: typeof fr = {
  choice: {
    name: 'An authenticator app',
    text: ['Google Authenticator, 2FAS or another app shows the code on your phone, even without a signal.'],
  },
  title: 'Add the console to your app',
  titleReplace: 'Replace your app',
  textReplace: 'Your current entry keeps working until the new one is confirmed; then it stops.',
  install: 'Open your authenticator app',
  installText:
    'For example Google Authenticator, 2FAS, Microsoft Authenticator or Apple’s Passwords app. Install one if you have none.',
  scan: 'Scan this QR code with the app',
  scanText: (issuer) => `An entry named “${issuer}” is added to the app.`,
  qr: 'QR code to scan with your authenticator app',
  open: 'Open in my authenticator app',
  openText:
    'This button opens the authenticator app on this phone. If nothing opens, copy the key and paste it into the app.',
  noCamera: 'No camera? Enter the key by hand',
  key: 'Key',
  copyKey: 'Copy the key',
  details: 'Other settings the app may ask for',
  account: 'Account',
  issuer: 'Issuer',
  kind: 'Type',
  kindValue: 'time-based (TOTP)',
  digits: 'Digits',
  period: 'Period',
  periodValue: '30 seconds',
  otherDevice: 'Scan from another device',
  enter: 'Enter the code that the app shows',
  clock: 'The code depends on the time: let your phone set its clock automatically.',
  deleteEntry: 'If you have already added the entry to your app, delete it first: it will not work.',
  again: 'Start again',
  form: {
    label: '6-digit code',
    hint: 'It changes every 30 seconds.',
    pasted: 'If you paste it, it is sent at once.',
    refused: {
      wrong: wrongAppCode.en(
        'Incorrect code. If the app has several entries named “The Building API”, use the newest one.',
      ),
    },
  },
};

/** Adding and replacing an authenticator app. */
export const enrolTexts = { fr, en };
