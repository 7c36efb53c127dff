import { useCodesTexts } from '../i18n/codes-texts.ts';

const ARABIC_INDIC_ZERO = 0x0660;
const EXTENDED_ARABIC_INDIC_ZERO = 0x06f0;

/** Full-width and Arabic-Indic digits as ASCII ones; everything else NFKC-normalised. */
function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    const zero = point >= EXTENDED_ARABIC_INDIC_ZERO ? EXTENDED_ARABIC_INDIC_ZERO : ARABIC_INDIC_ZERO;
    return String(point - zero);
  });
}

export const CODE_LENGTH = 6;

/**
 * The digits of a one-time code as typed, pasted or filled in. A whole message with one six-digit
 * number in it gives that number; otherwise all that is not a digit is left out.
 */
export function typedDigits(text: string): string {
  const plain = plainDigits(text);
  if (/\p{L}/u.test(plain)) {
    const sixes = new Set(plain.match(/(?<!\d)\d{6}(?!\d)/g));
    const [only] = sixes;
    if (sixes.size === 1 && only !== undefined) return only;
  }
  return plain.replace(/\D/g, '');
}

export type CodeFault = 'empty' | 'short' | 'long';

/** What keeps digits from being a one-time code, or null. Whether they are the right ones the server says. */
export function codeFault(digits: string): CodeFault | null {
  if (digits === '') return 'empty';
  if (digits.length < CODE_LENGTH) return 'short';
  return digits.length > CODE_LENGTH ? 'long' : null;
}

const RECOVERY_CODE_LENGTH = 24;

/** How many symbols a recovery code as typed has, decoration left out. */
export function recoveryCodeLength(text: string): number {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '').length;
}

/** The sentence for what keeps digits from being a one-time code, or null. */
export function useCodeFaultText(): (digits: string) => string | null {
  const t = useCodesTexts();
  return (digits) => {
    const fault = codeFault(digits);
    return fault === null ? null : t.code[fault];
  };
}

/** The sentence for what keeps a text from being a recovery code, or null. */
export function useRecoveryCodeFaultText(): (text: string) => string | null {
  const t = useCodesTexts();
  return (text) => {
    const length = recoveryCodeLength(text);
    if (length === 0) return t.recoveryCode.empty;
    if (length > RECOVERY_CODE_LENGTH) return t.recoveryCode.long;
    return length < RECOVERY_CODE_LENGTH ? t.recoveryCode.short(RECOVERY_CODE_LENGTH - length) : null;
  };
}
