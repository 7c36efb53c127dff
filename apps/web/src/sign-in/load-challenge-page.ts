import { lazyPage } from '../lazy-page.ts';

/** The second step's route. The first step calls it when the password is sent, so that both arrive together. */
export const loadChallengePage = lazyPage(() => import('./challenge-page.tsx'), 'ChallengePage');
