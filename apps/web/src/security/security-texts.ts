import { security as en } from '../i18n/en/security.ts';
import { security as fr } from '../i18n/fr/security.ts';
import { useTexts } from '../i18n/language.tsx';

const texts = { fr, en };

export function useSecurityTexts() {
  return useTexts(texts);
}
