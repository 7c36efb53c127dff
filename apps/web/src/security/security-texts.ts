import { security as en } from '../i18n/en/security.ts';
import { security as fr } from '../i18n/fr/security.ts';
import { textsHook } from '../i18n/language.tsx';

export const useSecurityTexts = textsHook({ fr, en });
