import { stepUp as en } from '../../i18n/en/security-step-up.ts';
import { stepUp as fr } from '../../i18n/fr/security-step-up.ts';
import { useTexts } from '../../i18n/language.tsx';

const texts = { fr, en };

export function useStepUpTexts() {
  return useTexts(texts);
}
