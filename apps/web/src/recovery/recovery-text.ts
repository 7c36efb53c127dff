import { recovery as en } from '../i18n/en/recovery.ts';
import { recovery as fr } from '../i18n/fr/recovery.ts';
import { useTexts } from '../i18n/language.tsx';

const texts = { fr, en };

export function useRecoveryTexts() {
  return useTexts(texts);
}
