import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** North America and the territories of the United States take numeric senders only. */
const NUMERIC_SENDERS_ONLY = new Set(['US', 'CA', 'PR', 'GU', 'VI', 'AS', 'MP']);

/** A sender that can be written back to: digits alone. */
export function isNumericSender(sender: string): boolean {
  return /^\d+$/.test(sender);
}

/**
 * @param to digits without a plus sign.
 * @returns why a sender may not write to this number, or null. Alphanumeric senders have 1 to 11
 * letters or digits, numeric ones up to 15 digits; the country decides, not the prefix +1 that the
 * Caribbean shares.
 */
export function senderFault(from: string, to: string): string | null {
  if (isNumericSender(from))
    return /^[1-9]\d{2,14}$/.test(from) ? null : 'a numeric sender has 3 to 15 digits, without + or 00';
  if (!/^[A-Za-z0-9]{1,11}$/.test(from)) return 'an alphanumeric sender has 1 to 11 letters or digits, without spaces';
  const number = parsePhoneNumberFromString(`+${to}`);
  const country = number?.country ?? (number?.countryCallingCode === '1' ? 'US' : undefined);
  return country && NUMERIC_SENDERS_ONLY.has(country)
    ? `an alphanumeric sender is not accepted in ${country}: use a number`
    : null;
}
