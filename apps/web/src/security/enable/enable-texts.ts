import { enable as en } from '../../i18n/en/security-enable.ts';
import { enable as fr } from '../../i18n/fr/security-enable.ts';
import { textsHook } from '../../i18n/language.tsx';

export const useEnableTexts = textsHook({ fr, en });
