import { ENROLMENT_PAGES } from '../../authenticators/enrolments.ts';
import { RecoveryCodePage } from '../recovery/recovery-code-page.tsx';
import { ChoosePage } from './choose-page.tsx';

/** The pages of turning two-factor authentication on, loaded together. */
export const flowPages = { enable: ChoosePage, 'recovery-code': RecoveryCodePage, ...ENROLMENT_PAGES };
