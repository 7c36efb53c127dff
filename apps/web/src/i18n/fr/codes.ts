/** Entering codes, at sign-in and in the security pages. */
export const codes = {
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
};
