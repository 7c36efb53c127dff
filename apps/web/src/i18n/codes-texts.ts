import { codes as en } from './en/codes.ts';
import { codes as fr } from './fr/codes.ts';
import { textsHook } from './language.tsx';

/** The words around one-time codes, recovery codes and text messages. */
export const useCodesTexts = textsHook({ fr, en });
