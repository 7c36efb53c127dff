import { challenge as en } from '../i18n/en/challenge.ts';
import { challenge as fr } from '../i18n/fr/challenge.ts';
import { textsHook } from '../i18n/language.tsx';

export const useChallengeTexts = textsHook({ fr, en });
