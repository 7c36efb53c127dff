import {
  RECOVERY_CODE_LENGTH,
  readOneTimeCode,
  readRecoveryCode,
  recoveryCodeLength,
} from '@wattsense/contract/typed-code';
import { useCodesTexts } from '../i18n/codes-texts.ts';

/** The sentence for what keeps a text from being a one-time code, or null. */
export function useCodeFaultText(): (typed: string) => string | null {
  const t = useCodesTexts().code;
  return (typed) => {
    const { fault } = readOneTimeCode(typed);
    return fault === null ? null : t[fault];
  };
}

/** The sentence for what keeps a text from being a recovery code, or null. */
export function useRecoveryCodeFaultText(): (typed: string) => string | null {
  const t = useCodesTexts().recoveryCode;
  return (typed) => {
    const { fault } = readRecoveryCode(typed);
    if (fault === null) return null;
    return fault === 'short' ? t.short(RECOVERY_CODE_LENGTH - recoveryCodeLength(typed)) : t[fault];
  };
}
