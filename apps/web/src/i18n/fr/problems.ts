import type { ClientProblemByType } from '../../api/client-problem.ts';
import type { Circumstances, ProblemSentences } from '../../api/problem-sentences.ts';
import { FEW_MINUTES } from '../../api/problem-sentences.ts';
import { firstProblems } from './first-problems.ts';

const PHONE: Record<ClientProblemByType['phone-refused']['reason'], string> = {
  'not-a-number': 'Ce numéro n’est pas reconnu. Indiquez un numéro de mobile, avec ou sans indicatif.',
  'too-short': 'Ce numéro est trop court. Vérifiez qu’il est complet.',
  'too-long': 'Ce numéro est trop long. Vérifiez-le.',
  'not-mobile': 'Ce numéro est un fixe\u202f: indiquez un numéro de mobile.',
  premium: 'Ce numéro est surtaxé ou spécial\u202f: indiquez un numéro de mobile.',
  extension: 'Indiquez un numéro de mobile sans numéro de poste.',
  'country-not-served': 'Nous n’envoyons pas encore de SMS vers ce pays.',
};

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

const SMS: Record<ClientProblemByType['sms-not-sent']['failure'], string> = {
  'invalid-number': 'Le SMS n’a pas pu être remis\u202f: ce numéro n’existe pas.',
  'destination-blocked': 'Le SMS n’a pas pu être remis\u202f: ce numéro ne peut pas en recevoir de notre part.',
  'recipient-refuses': 'Le SMS n’a pas pu être remis\u202f: ce numéro refuse nos messages.',
  throttled: 'Le SMS n’a pas pu être envoyé. Réessayez dans une minute.',
  unreachable: 'Le SMS n’a pas pu être remis. Vérifiez que le téléphone est allumé et capte.',
  filtered: 'Le SMS n’a pas pu être remis\u202f: l’opérateur l’a bloqué. Choisissez une autre méthode.',
  expired: 'Le SMS n’a pas été remis à temps. Réessayez.',
  provider: 'Le SMS n’a pas pu être envoyé. Réessayez ou choisissez une autre méthode.',
};

const CHALLENGE_OVER: Record<ClientProblemByType['challenge-over']['reason'], string> = {
  expired: 'Cette connexion a pris trop de temps. Saisissez à nouveau votre mot de passe.',
  exhausted: 'Trop de codes incorrects. Saisissez à nouveau votre mot de passe pour recommencer.',
  answered: 'Cette connexion a déjà abouti. Saisissez à nouveau votre mot de passe.',
  cancelled: 'Cette connexion a été interrompue. Saisissez à nouveau votre mot de passe.',
  none: 'Cette connexion n’est plus en cours. Saisissez à nouveau votre mot de passe.',
};

function wrongCode(problem: ClientProblemByType['wrong-code'], { method }: Circumstances): string {
  if (problem.alreadyUsed) return 'Ce code a déjà servi. Attendez le suivant.';
  if (problem.clock?.direction === 'slow' && problem.clock.minutes <= FEW_MINUTES)
    return 'Ce code a expiré\u202f: saisissez celui que l’application affiche maintenant.';
  if (problem.clock) {
    const way = problem.clock.direction === 'slow' ? 'retarde' : 'avance';
    return `Code incorrect\u202f: l’horloge de votre téléphone ${way} d’environ ${problem.clock.minutes}\u00a0min. Réglez-la sur automatique, puis saisissez un nouveau code.`;
  }
  switch (method) {
    case 'sms':
      return 'Code incorrect. Utilisez le dernier SMS reçu.';
    case 'recovery':
      return 'Code de récupération incorrect. Vérifiez chaque caractère.';
    case 'otp':
      return 'Code incorrect. Saisissez celui que l’application affiche maintenant.';
    case 'new-app':
      return 'Code incorrect. Si l’application contient plusieurs entrées «\u202fThe Building API\u202f», utilisez la plus récente.';
    case null:
      return 'Code incorrect.';
  }
}

export const problems: ProblemSentences = {
  ...firstProblems,
  'not-signed-in': () => 'Votre session a expiré. Reconnectez-vous pour continuer.',
  'wrong-code': wrongCode,
  'step-up-required': () => 'Confirmez d’abord que c’est bien vous.',
  'level-required': () => 'Connectez-vous avec la double authentification pour faire cela.',
  'not-found': () => 'Cela n’existe plus. Rechargez la page.',
  conflict: ({ conflict }) => CONFLICT[conflict],
  'challenge-over': ({ reason }) => CHALLENGE_OVER[reason],
  'recovery-code-in-use': ({ retryAfterSeconds }, { timeIn }) =>
    `Ce code de récupération est le bon, mais une connexion commencée il y a un instant s’en sert. Si elle n’a pas abouti, réessayez à ${timeIn(retryAfterSeconds)}.`,
  'no-code-sent': () =>
    'Aucun SMS n’a été envoyé ici\u202f: il n’y a pas encore de code à saisir. Demandez un SMS d’abord.',
  'enrolment-over': ({ reason }) =>
    reason === 'exhausted'
      ? 'Trop de codes incorrects. Recommencez la configuration.'
      : 'Cette configuration a pris trop de temps. Recommencez.',
  'phone-refused': ({ reason }) => PHONE[reason],
  'password-refused': ({ reason }) => PASSWORD[reason],
  'sms-not-offered': () => 'Aucun SMS n’est envoyé pour le moment. Choisissez une autre méthode.',
  'second-factor-blocked': ({ retryAfterSeconds }, { timeIn, method }) =>
    method === 'recovery'
      ? `Trop de codes de récupération incorrects. Réessayez à ${timeIn(retryAfterSeconds)}.`
      : `Trop de codes incorrects. Réessayez à ${timeIn(retryAfterSeconds)}, ou utilisez votre code de récupération.`,
  'second-factor-disabled': () =>
    'Cette méthode a été désactivée après trop de codes incorrects. Utilisez votre code de récupération ou contactez le support.',
  'too-many-messages': ({ retryAfterSeconds, earlierCodeWorks }, { timeIn }) =>
    `Trop de SMS demandés. Réessayez à ${timeIn(retryAfterSeconds)}.${earlierCodeWorks ? ' Un code déjà reçu reste valable.' : ''}`,
  'cannot-verify': () => 'La vérification est impossible pour le moment. Réessayez ou contactez le support.',
  'upgrade-under-way': ({ retryAfterSeconds }, { timeIn }) =>
    `La console est en cours de mise à jour. Rien n’a été modifié. Réessayez à partir de ${timeIn(retryAfterSeconds)}.`,
  'sms-not-sent': ({ failure }) => SMS[failure],
};
