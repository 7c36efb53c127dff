import { RecoveryCodePage } from '../recovery/recovery-code-page.tsx';
import { AppPage } from './app-page.tsx';
import { ChoosePage } from './choose-page.tsx';
import { PhoneCodePage } from './phone-code-page.tsx';
import { PhonePage } from './phone-page.tsx';

/** The pages of turning two-factor authentication on, loaded together. */
export const flowPages = {
  choose: ChoosePage,
  app: AppPage,
  phone: PhonePage,
  phoneCode: PhoneCodePage,
  recoveryCode: RecoveryCodePage,
};
