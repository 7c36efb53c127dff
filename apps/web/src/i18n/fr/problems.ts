import type { ClientProblemByType } from '../../api/client-problem.ts';
import type { ProblemSentences } from '../../api/problem-sentences.ts';
import { kindProblems } from '../../authenticators/problem-texts.ts';
import { firstProblems } from './first-problems.ts';

const PASSWORD: Record<ClientProblemByType['password-refused']['reason'], string> = {
  'too-short': 'Ce mot de passe est trop court\u202f: il faut au moins 15 caractères.',
  'too-long': 'Ce mot de passe est trop long\u202f: 256 caractères au plus.',
  common: 'Ce mot de passe figure parmi les plus courants. Choisissez-en un autre.',
  'contains-login': 'Ce mot de passe contient votre adresse e-mail. Choisissez-en un autre.',
  same: 'C’est votre mot de passe actuel. Choisissez-en un autre.',
};

const CONFLICT: Record<ClientProblemByType['conflict']['conflict'], string> = {
  'already-enrolled': 'Vous avez déjà une méthode de ce type. Remplacez-la plutôt que d’en ajouter une.',
  'nothing-to-replace': 'La méthode à remplacer n’existe plus.',
  'two-factor-off': 'La double authentification est désactivée.',
  'changed-elsewhere': 'Cela a changé entre-temps dans une autre fenêtre. Voici l’état actuel.',
};

const CHALLENGE_OVER: Record<ClientProblemByType['challenge-over']['reason'], string> = {
  expired: 'Cette connexion a pris trop de temps. Saisissez à nouveau votre mot de passe.',
  exhausted: 'Trop de codes incorrects. Saisissez à nouveau votre mot de passe pour recommencer.',
  answered: 'Cette connexion a déjà abouti. Saisissez à nouveau votre mot de passe.',
  cancelled: 'Cette connexion a été interrompue. Saisissez à nouveau votre mot de passe.',
  none: 'Cette connexion n’est plus en cours. Saisissez à nouveau votre mot de passe.',
};

export const problems: ProblemSentences = {
  ...firstProblems,
  ...kindProblems.fr,
  'passkeys-not-offered': () =>
    'Les clés d’accès ne sont pas proposées sur cette console pour le moment. Choisissez une autre méthode.',
  'not-signed-in': () => 'Votre session a expiré. Reconnectez-vous pour continuer.',
  'wrong-code': (problem, { refused }) =>
    problem.alreadyUsed ? 'Ce code a déjà servi. Attendez le suivant.' : (refused?.wrong(problem) ?? 'Code incorrect.'),
  'step-up-required': () => 'Confirmez d’abord que c’est bien vous.',
  'level-required': () => 'Connectez-vous avec la double authentification pour faire cela.',
  'not-found': () => 'Cela n’existe plus. Rechargez la page.',
  conflict: ({ conflict }) => CONFLICT[conflict],
  'challenge-over': ({ reason }) => CHALLENGE_OVER[reason],
  'recovery-code-in-use': ({ retryAfterSeconds }, { timeIn }) =>
    `Ce code de récupération est le bon, mais une connexion commencée il y a un instant s’en sert. Si elle n’a pas abouti, réessayez à ${timeIn(retryAfterSeconds)}.`,
  'enrolment-over': ({ reason }) =>
    reason === 'exhausted'
      ? 'Trop de codes incorrects. Recommencez la configuration.'
      : 'Cette configuration a pris trop de temps. Recommencez.',
  'password-refused': ({ reason }) => PASSWORD[reason],
  'second-factor-blocked': ({ retryAfterSeconds }, { timeIn, refused }) =>
    refused?.blocked?.(timeIn(retryAfterSeconds)) ??
    `Trop de codes incorrects. Réessayez à ${timeIn(retryAfterSeconds)}, ou utilisez votre code de récupération.`,
  'second-factor-disabled': () =>
    'Cette méthode a été désactivée après trop de codes incorrects. Utilisez votre code de récupération ou contactez le support.',
  'cannot-verify': () => 'La vérification est impossible pour le moment. Réessayez ou contactez le support.',
  'upgrade-under-way': ({ retryAfterSeconds }, { timeIn }) =>
    `La console est en cours de mise à jour. Rien n’a été modifié. Réessayez à partir de ${timeIn(retryAfterSeconds)}.`,
};
