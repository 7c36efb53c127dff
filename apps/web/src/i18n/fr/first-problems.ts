import type { FirstSentences } from '../../api/problem-sentences.ts';

/** What the sign-in page and the start may have to say; the rest is in `problems.ts`. */
export const firstProblems: FirstSentences = {
  offline: ({ by }) =>
    by === 'unsent'
      ? 'Rien n’a été envoyé. Réessayez une fois la connexion revenue.'
      : by === 'cut'
        ? 'La connexion a été coupée avant la réponse. Réessayez une fois qu’elle est revenue.'
        : 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.',
  'wrong-credentials': () => 'Adresse e-mail ou mot de passe incorrect.',
  'too-many-attempts': ({ retryAfterSeconds }, { timeIn }) =>
    `Trop d’essais. Réessayez à ${timeIn(retryAfterSeconds)}.`,
  busy: () => 'Le serveur est très sollicité. Réessayez dans un instant.',
  unexpected: () => 'Une erreur est survenue de notre côté. Réessayez dans un instant.',
  malformed: () => 'Vérifiez ce que vous avez saisi.',
  'too-large': () => 'Ce que vous avez saisi est trop long.',
  'wrong-host': () => 'Cette page n’est pas ouverte à la bonne adresse. Rechargez-la depuis l’adresse de la console.',
  'wrong-origin': () => 'Cette page n’est pas ouverte à la bonne adresse. Rechargez-la depuis l’adresse de la console.',
  'unsupported-media-type': () => 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
  'method-not-allowed': () => 'Cette page n’est plus à jour. Rechargez-la, puis réessayez.',
};
