import { challenge as enChallenge, signIn as enSignIn } from '../i18n/en/sign-in.ts';
import { challenge as frChallenge, signIn as frSignIn } from '../i18n/fr/sign-in.ts';
import { useTexts } from '../i18n/language.tsx';

const signIn = { fr: frSignIn, en: enSignIn };
const challenge = { fr: frChallenge, en: enChallenge };

export function useSignInTexts() {
  return useTexts(signIn);
}

export function useChallengeTexts() {
  return useTexts(challenge);
}
