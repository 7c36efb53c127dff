import { plainTyped } from '@wattsense/contract/typed-code';
import type { Language } from '@wattsense/contract/vocabulary';
import { callingCode } from './calling-codes.ts';

export interface CountryOption {
  readonly code: string;
  /** Its name and calling code: `France (+33)`. */
  readonly label: string;
}

export interface CountryList {
  /** The first of the served countries, in the server's order; empty where the list is short anyway. */
  readonly likely: readonly CountryOption[];
  /** All the others, by name. */
  readonly others: readonly CountryOption[];
}

const LIKELY = 5;
const SHORT = 8;

/**
 * The countries that text messages go to, named and sorted in a language. `served` are ISO 3166-1
 * alpha-2 codes, the likely ones first. No flags: Windows draws none and screen readers say them twice.
 */
export function countryList(served: readonly string[], language: Language): CountryList {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const { compare } = new Intl.Collator(language);
  const option = (code: string): CountryOption => {
    const name = names.of(code) ?? code;
    const calling = callingCode(code);
    return { code, label: calling ? `${name} (+${calling})` : name };
  };
  const unique = [...new Set(served)];
  const likely = unique.length > SHORT ? unique.slice(0, LIKELY) : [];
  return {
    likely: likely.map(option),
    others: unique
      .filter((code) => !likely.includes(code))
      .map(option)
      .sort((one, other) => compare(one.label, other.label)),
  };
}

/** The country to begin with: that of the browser's languages where it is served, else the likeliest. */
export function firstCountry(served: readonly string[], languages: readonly string[]): string {
  for (const tag of languages) {
    const region = regionOf(tag);
    if (region !== null && served.includes(region)) return region;
  }
  return served[0] ?? '';
}

function regionOf(tag: string): string | null {
  try {
    return new Intl.Locale(tag).region ?? null;
  } catch {
    // Some browsers list tags that are none, such as "C".
    return null;
  }
}

/** The digits after a plus or 00 as typed, or null when the number is a national one. */
function internationalDigits(typed: string): string | null {
  const plain = plainTyped(typed).replace(/[^\d+]/g, '');
  if (plain.startsWith('+')) return plain.replaceAll('+', '');
  return plain.startsWith('00') ? plain.slice(2) : null;
}

/**
 * The country that a number typed with + or 00 belongs to, as far as the served ones go; null when
 * it says nothing. The present one is kept where it shares the calling code (Jersey and the United
 * Kingdom share +44); the server, which knows every range, has the last word.
 */
export function countryTyped(typed: string, served: readonly string[], present: string): string | null {
  const digits = internationalDigits(typed);
  if (digits === null) return null;
  const matches = (country: string) => {
    const calling = callingCode(country);
    return calling !== null && digits.startsWith(calling);
  };
  if (matches(present)) return present;
  return served.find(matches) ?? null;
}
