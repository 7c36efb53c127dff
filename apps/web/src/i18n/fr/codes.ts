/** Entering codes and waiting for text messages, at sign-in and in the security pages. */
export const codes = {
  resend: 'Renvoyer le SMS',
  /** After the button's word, such as `resend`. */
  inSeconds: (seconds: number) => `dans ${seconds}\u00a0s`,
  inMinutes: (minutes: number) => `dans ${minutes}\u00a0min`,
  resendSoon: 'Vous pourrez demander un nouvel envoi sous peu.',
  resendNow: 'Vous pouvez demander un nouvel envoi.',
  code: {
    empty: 'Saisissez le code à 6 chiffres.',
    short: 'Il manque des chiffres\u202f: le code en compte 6.',
    long: 'Il y a trop de chiffres\u202f: le code en compte 6.',
    unclear: 'Seuls les 6 chiffres du code sont attendus ici.',
  },
  recoveryCode: {
    label: 'Code de récupération',
    hint: '24 caractères en six groupes. Majuscules ou minuscules, avec ou sans espaces et tirets.',
    empty: 'Saisissez votre code de récupération.',
    short: (missing: number) =>
      missing > 1
        ? `Il manque ${missing} caractères\u202f: le code en compte 24.`
        : 'Il manque un caractère\u202f: le code en compte 24.',
    long: 'Il y a trop de caractères\u202f: le code en compte 24.',
    unclear: 'Ce texte contient autre chose qu’un code de récupération. Vérifiez chaque caractère.',
  },
  sms: {
    sending: 'Envoi du SMS en cours…',
    sent: 'SMS envoyé. Il peut mettre une minute à arriver.',
    delivered: 'Le SMS est arrivé sur votre téléphone.',
    notDelivered: 'Le SMS n’a pas été remis.',
    mayArrive: 'SMS peut-être parti. Attendez une minute avant d’en demander un autre.',
    notSent: 'Le SMS n’a pas pu être envoyé.',
    validUntil: (time: string) => `Code valable jusqu’à ${time}.`,
    expired: 'Ce code a expiré. Demandez-en un nouveau.',
  },
};
