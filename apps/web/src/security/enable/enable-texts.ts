import { enable as en } from '../../i18n/en/security-enable.ts';
import { enable as fr } from '../../i18n/fr/security-enable.ts';
import { useTexts } from '../../i18n/language.tsx';

const texts = { fr, en };

export function useEnableTexts() {
  return useTexts(texts);
}
