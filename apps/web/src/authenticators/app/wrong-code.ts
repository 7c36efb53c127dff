import type { ClientProblemByType } from '../../api/client-problem.ts';

/** So far back a code is one that was read a moment ago, in another app on the same phone; no clock is wrong (D055). */
const FEW_MINUTES = 2;

type WrongCode = (problem: ClientProblemByType['wrong-code']) => string;

/** What a refused code of an app means; `plain` where nothing more is known of it than that it is wrong. */
export const wrongAppCode = {
  fr:
    (plain: string): WrongCode =>
    ({ clock }) => {
      if (!clock) return plain;
      if (clock.direction === 'slow' && clock.minutes <= FEW_MINUTES)
        return 'Ce code a expiré\u202f: saisissez celui que l’application affiche maintenant.';
      const way = clock.direction === 'slow' ? 'retarde' : 'avance';
      return `Code incorrect\u202f: l’horloge de votre téléphone ${way} d’environ ${clock.minutes}\u00a0min. Réglez-la sur automatique, puis saisissez un nouveau code.`;
    },
  en:
    (plain: string): WrongCode =>
    ({ clock }) => {
      if (!clock) return plain;
      if (clock.direction === 'slow' && clock.minutes <= FEW_MINUTES)
        return 'This code has expired: enter the one that the app shows now.';
      return `Incorrect code: your phone’s clock is about ${clock.minutes}\u00a0min ${clock.direction}. Set it to automatic, then enter a new code.`;
    },
};
