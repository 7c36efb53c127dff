import { signIn as en } from '../i18n/en/sign-in.ts';
import { signIn as fr } from '../i18n/fr/sign-in.ts';
import { useTexts } from '../i18n/language.tsx';

const texts = { fr, en };

export function useSignInTexts() {
  return useTexts(texts);
}
