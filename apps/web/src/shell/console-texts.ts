import * as en from '../i18n/en/console.ts';
import * as fr from '../i18n/fr/console.ts';
import { useTexts } from '../i18n/language.tsx';

const texts = { fr, en };

/** The texts of the console's frame, home page and profile. */
export function useConsoleTexts() {
  return useTexts<typeof fr>(texts);
}
