import * as en from '../i18n/en/console.ts';
import * as fr from '../i18n/fr/console.ts';
import { textsHook } from '../i18n/language.tsx';

/** The texts of the console's frame, home page and profile. */
export const useConsoleTexts = textsHook<typeof fr>({ fr, en });
