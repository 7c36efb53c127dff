import { answerTexts as appAnswer } from '../../apps/web/src/authenticators/app/answer-texts.ts';
import { enrolTexts as appEnrol } from '../../apps/web/src/authenticators/app/enrol-texts.ts';
import { texts as app } from '../../apps/web/src/authenticators/app/texts.ts';
import { answerTexts as phoneAnswer } from '../../apps/web/src/authenticators/phone/answer-texts.ts';
import { enrolTexts as phoneEnrol } from '../../apps/web/src/authenticators/phone/enrol-texts.ts';
import { smsTexts } from '../../apps/web/src/authenticators/phone/sms-texts.ts';
import { texts as phone } from '../../apps/web/src/authenticators/phone/texts.ts';
import { challenge as challengeEn } from '../../apps/web/src/i18n/en/challenge.ts';
import { codes as codesEn } from '../../apps/web/src/i18n/en/codes.ts';
import {
  home as homeEn,
  profile as profileEn,
  shell as shellEn,
  windows as windowsEn,
} from '../../apps/web/src/i18n/en/console.ts';
import { problems as problemsEn } from '../../apps/web/src/i18n/en/problems.ts';
import { recovery as recoveryEn } from '../../apps/web/src/i18n/en/recovery.ts';
import { security as securityEn } from '../../apps/web/src/i18n/en/security.ts';
import { activity as activityEn } from '../../apps/web/src/i18n/en/security-activity.ts';
import { enable as enableEn } from '../../apps/web/src/i18n/en/security-enable.ts';
import { stepUp as stepUpEn } from '../../apps/web/src/i18n/en/security-step-up.ts';
import { setPassword as setPasswordEn } from '../../apps/web/src/i18n/en/set-password.ts';
import { shared as sharedEn } from '../../apps/web/src/i18n/en/shared.ts';
import { signIn as signInEn } from '../../apps/web/src/i18n/en/sign-in.ts';
import { challenge as challengeFr } from '../../apps/web/src/i18n/fr/challenge.ts';
import { codes as codesFr } from '../../apps/web/src/i18n/fr/codes.ts';
import {
  home as homeFr,
  profile as profileFr,
  shell as shellFr,
  windows as windowsFr,
} from '../../apps/web/src/i18n/fr/console.ts';
import { problems as problemsFr } from '../../apps/web/src/i18n/fr/problems.ts';
import { recovery as recoveryFr } from '../../apps/web/src/i18n/fr/recovery.ts';
import { security as securityFr } from '../../apps/web/src/i18n/fr/security.ts';
import { activity as activityFr } from '../../apps/web/src/i18n/fr/security-activity.ts';
import { enable as enableFr } from '../../apps/web/src/i18n/fr/security-enable.ts';
import { stepUp as stepUpFr } from '../../apps/web/src/i18n/fr/security-step-up.ts';
import { setPassword as setPasswordFr } from '../../apps/web/src/i18n/fr/set-password.ts';
import { shared as sharedFr } from '../../apps/web/src/i18n/fr/shared.ts';
import { signIn as signInFr } from '../../apps/web/src/i18n/fr/sign-in.ts';
import type { Language } from './accounts.ts';

const fr = {
  app: { ...app.fr, answer: appAnswer.fr, enrol: appEnrol.fr },
  phone: { ...phone.fr, answer: phoneAnswer.fr, enrol: phoneEnrol.fr, sms: smsTexts.fr },
  challenge: challengeFr,
  codes: codesFr,
  home: homeFr,
  profile: profileFr,
  shell: shellFr,
  windows: windowsFr,
  problems: problemsFr,
  recovery: recoveryFr,
  security: securityFr,
  activity: activityFr,
  enable: enableFr,
  setPassword: setPasswordFr,
  stepUp: stepUpFr,
  shared: sharedFr,
  signIn: signInFr,
};

export type Words = typeof fr;

const en: Words = {
  app: { ...app.en, answer: appAnswer.en, enrol: appEnrol.en },
  phone: { ...phone.en, answer: phoneAnswer.en, enrol: phoneEnrol.en, sms: smsTexts.en },
  challenge: challengeEn,
  codes: codesEn,
  home: homeEn,
  profile: profileEn,
  shell: shellEn,
  windows: windowsEn,
  problems: problemsEn,
  recovery: recoveryEn,
  security: securityEn,
  activity: activityEn,
  enable: enableEn,
  setPassword: setPasswordEn,
  stepUp: stepUpEn,
  shared: sharedEn,
  signIn: signInEn,
};

/** The console's own texts by screen: a flow finds what a person reads, in either language, whatever the wording becomes. */
export const words: Readonly<Record<Language, Words>> = { fr, en };
