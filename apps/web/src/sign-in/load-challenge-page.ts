/** The second step's route. The first step calls it when the password is sent, so that both arrive together. */
export async function loadChallengePage() {
  const { ChallengePage } = await import('./challenge-page.tsx');
  return { Component: ChallengePage };
}
