import { codes as en } from './en/codes.ts';
import { codes as fr } from './fr/codes.ts';
import { useTexts } from './language.tsx';

const texts = { fr, en };

/** The words around one-time codes, recovery codes and text messages. */
export function useCodesTexts() {
  return useTexts(texts);
}
