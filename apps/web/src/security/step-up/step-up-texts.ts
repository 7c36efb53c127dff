import { stepUp as en } from '../../i18n/en/security-step-up.ts';
import { stepUp as fr } from '../../i18n/fr/security-step-up.ts';
import { textsHook } from '../../i18n/language.tsx';

export const useStepUpTexts = textsHook({ fr, en });
