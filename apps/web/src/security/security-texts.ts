import { security as securityEn } from '../i18n/en/security.ts';
import { activity as activityEn } from '../i18n/en/security-activity.ts';
import { enable as enableEn } from '../i18n/en/security-enable.ts';
import { stepUp as stepUpEn } from '../i18n/en/security-step-up.ts';
import { security as securityFr } from '../i18n/fr/security.ts';
import { activity as activityFr } from '../i18n/fr/security-activity.ts';
import { enable as enableFr } from '../i18n/fr/security-enable.ts';
import { stepUp as stepUpFr } from '../i18n/fr/security-step-up.ts';
import { useTexts } from '../i18n/language.tsx';

const securityTexts = { fr: securityFr, en: securityEn };
const enableTexts = { fr: enableFr, en: enableEn };
const stepUpTexts = { fr: stepUpFr, en: stepUpEn };
/** In both languages, for the test that walks every event. */
export const activityTexts = { fr: activityFr, en: activityEn };

export function useSecurityTexts() {
  return useTexts(securityTexts);
}

export function useEnableTexts() {
  return useTexts(enableTexts);
}

export function useStepUpTexts() {
  return useTexts(stepUpTexts);
}

export function useActivityTexts() {
  return useTexts(activityTexts);
}
