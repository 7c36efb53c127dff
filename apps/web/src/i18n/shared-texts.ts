import { shared as en } from './en/shared.ts';
import { shared as fr } from './fr/shared.ts';
import { useTexts } from './language.tsx';

const texts = { fr, en };

/** The words that several screens use. */
export function useShared() {
  return useTexts(texts);
}
