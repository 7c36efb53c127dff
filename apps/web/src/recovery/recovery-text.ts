import { recovery as en } from '../i18n/en/recovery.ts';
import { recovery as fr } from '../i18n/fr/recovery.ts';
import { textsHook } from '../i18n/language.tsx';

export const useRecoveryTexts = textsHook({ fr, en });
