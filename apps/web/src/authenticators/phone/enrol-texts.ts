const fr = {
  choice: {
    name: 'Un SMS',
    text: [
      'Nous envoyons le code à votre numéro de mobile.',
      'Moins sûr\u202f: un SMS peut être détourné, ou ne pas arriver là où le téléphone ne capte pas.',
    ],
    notOffered: 'Cette console n’envoie pas de SMS. L’application fonctionne sans réseau et ne coûte rien.',
  },
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
  code: {
    title: 'Saisissez le code reçu par SMS',
    sentTo: 'Numéro',
    change: 'Changer',
    changeTheNumber: 'Changer le numéro',
    form: {
      label: 'Code à 6 chiffres',
      hint: 'Le message vient de TheBuilding.',
      pasted: 'Un code collé ou rempli automatiquement est envoyé aussitôt.',
      refused: { wrong: () => 'Code incorrect. Utilisez le dernier SMS reçu.' },
    },
  },
};

const en: typeof fr = {
  choice: {
    name: 'A text message',
    text: [
      'We send the code to your mobile number.',
      'Less safe: a text can be diverted, or fail to arrive where the phone has no signal.',
    ],
    notOffered: 'This console sends no text messages. The app works without a signal and costs nothing.',
  },
  title: 'Enter your mobile number',
  titleReplace: 'Change your number',
  text: 'We’ll text a code to this number now, and whenever you sign in with it. We use it only to protect your account.',
  textReplace: 'Your current number keeps receiving codes until the new one is confirmed.',
  country: 'Country',
  likely: 'Common countries',
  others: 'Other countries',
  number: 'Mobile number',
  numberHint: 'With or without the country code, the way you usually write it.',
  numberEmpty: 'Enter your mobile number.',
  follows: (country) => `The country is now ${country}.`,
  send: 'Send the code',
  sending: 'Sending…',
  code: {
    title: 'Enter the code sent to your phone',
    sentTo: 'Number',
    change: 'Change',
    changeTheNumber: 'Change the number',
    form: {
      label: '6-digit code',
      hint: 'The message comes from TheBuilding.',
      pasted: 'A pasted or autofilled code is sent at once.',
      refused: { wrong: () => 'Incorrect code. Use the latest text message.' },
    },
  },
};

/** Adding and changing a phone number. */
export const enrolTexts = { fr, en };
