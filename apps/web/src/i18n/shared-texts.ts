import { shared as en } from './en/shared.ts';
import { shared as fr } from './fr/shared.ts';
import { textsHook } from './language.tsx';

/** The words that several screens use. */
export const useShared = textsHook({ fr, en });
