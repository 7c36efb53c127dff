import type { ProblemOf } from '@wattsense/contract/problem';
import { plainTyped } from '@wattsense/contract/typed-code';
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber as Parsed,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** With its plus sign: the one form that is stored, compared and limited. */
  readonly e164: string;
  /** The country that the number itself belongs to, which the calling code alone does not tell. */
  readonly country: string;
}

export type PhoneRefusal = ProblemOf<'phone-refused'>['reason'];

export type ParsedPhone =
  | { readonly kind: 'ok'; readonly phone: PhoneNumber }
  | { readonly kind: 'refused'; readonly reason: PhoneRefusal; readonly country: string | null };

/** Where mobile and fixed numbers look alike (US, Canada, Mexico) a number gets the benefit of the doubt. */
const MOBILE = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);
const COSTLY = new Set(['PREMIUM_RATE', 'SHARED_COST']);
/** Extensions in words that the library does not know; it knows `x`, `#` and `ext`. */
const EXTENSION = /\d[\s,;.]*(poste?|interno|int|durchwahl|dw|toestel)[\s.:]*\d+$/i;

/**
 * Reads a number as typed, pasted or taken from a contact. A number that begins with + or 00 names its
 * country itself and wins over the one chosen. Only mobile numbers of served countries are taken; the
 * country is that of the number found (Jersey is not Great Britain, Réunion not France).
 * @param country ISO 3166-1 alpha-2, as chosen.
 * @param servedCountries those that text messages go to.
 * @param fictionalPrefixes E.164 beginnings of ranges that no network serves, taken for mobiles; for
 *   development and tests.
 */
export function parsePhoneNumber({
  country,
  typed,
  servedCountries,
  fictionalPrefixes,
}: {
  readonly country: string;
  readonly typed: string;
  readonly servedCountries: readonly string[];
  readonly fictionalPrefixes: readonly string[];
}): ParsedPhone {
  const chosen = isSupportedCountry(country) ? country : undefined;
  const text = plainTyped(typed)
    .trim()
    .replace(/^tel:\s*/i, '')
    .replace(/[\s,;.]+$/, '');
  const number = readNumber(text, chosen, fictionalPrefixes);
  const own = number && (number.country ?? sharedCountry(number, chosen));
  const refused = (reason: PhoneRefusal): ParsedPhone => ({ kind: 'refused', reason, country: own ?? chosen ?? null });

  if (number?.ext !== undefined || EXTENSION.test(text)) return refused('extension');
  if (number === undefined) return refused(lengthFault(text, chosen));
  const fictional = isFictional(number, fictionalPrefixes);
  if (!fictional && !number.isValid()) return refused(numberFault(number));
  if (own === undefined || !servedCountries.includes(own)) return refused('country-not-served');
  const type = number.getType() ?? '';
  if (!fictional && !MOBILE.has(type)) return refused(COSTLY.has(type) ? 'premium' : 'not-mobile');
  return { kind: 'ok', phone: { e164: number.number, country: own } };
}

/** How a stored number is shown to its owner: `+33 6 12 34 56 78`. */
export function internationalFormat(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/**
 * The first reading that makes a number. 00 is tried after the country's own way, since Australia
 * dials 0011 and the United States 011: there 0044… is still +44 to whoever types it.
 */
function readNumber(
  text: string,
  chosen: CountryCode | undefined,
  fictionalPrefixes: readonly string[],
): Parsed | undefined {
  const readings = [text, text.replace(/^0\s*0\s*/, '+')]
    .map((reading) =>
      parsePhoneNumberFromString(reading, { extract: false, ...(chosen && { defaultCountry: chosen }) }),
    )
    .map((number) => number && withoutMexicanPrefix(number));
  return readings.find((number) => number?.isValid() || isFictional(number, fictionalPrefixes)) ?? readings.at(-1);
}

/** Mexico dropped the 1 (from abroad) and 044, 045 (at home) before mobile numbers in 2019; people still have them. */
function withoutMexicanPrefix(number: Parsed): Parsed {
  const national = /^\+52(?:1|044|045)(\d{10})$/.exec(number.number)?.[1];
  return (national !== undefined && parsePhoneNumberFromString(`+52${national}`)) || number;
}

function isFictional(number: Parsed | undefined, prefixes: readonly string[]): boolean {
  return number?.isPossible() === true && prefixes.some((prefix) => number.number.startsWith(prefix));
}

/** A country for a number that no numbering plan claims: the one chosen, if they share the calling code. */
function sharedCountry(number: Parsed, chosen: CountryCode | undefined): CountryCode | undefined {
  return chosen !== undefined && getCountryCallingCode(chosen) === number.countryCallingCode
    ? chosen
    : number.getPossibleCountries()[0];
}

/** Why something that reads as a number is none. A trunk zero stays in front when a digit is missing: 06 12 34 56 7. */
function numberFault(number: Parsed): PhoneRefusal {
  return lengthFault(`+${number.countryCallingCode}${number.nationalNumber.replace(/^0/, '')}`, undefined);
}

function lengthFault(text: string, chosen: CountryCode | undefined): PhoneRefusal {
  switch (validatePhoneNumberLength(text, chosen)) {
    case 'TOO_SHORT':
      return 'too-short';
    case 'TOO_LONG':
      return 'too-long';
    default:
      return 'not-a-number';
  }
}
