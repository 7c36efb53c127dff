import { challenge as en } from '../i18n/en/challenge.ts';
import { challenge as fr } from '../i18n/fr/challenge.ts';
import { useTexts } from '../i18n/language.tsx';

const texts = { fr, en };

export function useChallengeTexts() {
  return useTexts(texts);
}
