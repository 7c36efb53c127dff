import { describe, expect, it } from 'vitest';
import { callingCode } from './calling-codes.ts';
import { countryList, countryTyped, firstCountry } from './country-list.ts';

const served = 'FR BE CH LU MC DE ES IT NL GB PT GP MQ GF RE YT'.split(' ');

describe('the list of countries', () => {
  it('has the likely ones first, in the order of the server', () => {
    const { likely } = countryList(served, 'fr');
    expect(likely.map(({ label }) => label)).toEqual([
      'France (+33)',
      'Belgique (+32)',
      'Suisse (+41)',
      'Luxembourg (+352)',
      'Monaco (+377)',
    ]);
  });

  it('sorts the others by name in the language on screen', () => {
    const names = (language: 'fr' | 'en') => countryList(served, language).others.map(({ code }) => code);
    expect(names('fr')).toEqual(['DE', 'ES', 'GP', 'GF', 'IT', 'RE', 'MQ', 'YT', 'NL', 'PT', 'GB']);
    expect(names('en')).toEqual(['GF', 'DE', 'GP', 'IT', 'MQ', 'YT', 'NL', 'PT', 'RE', 'ES', 'GB']);
  });

  it('has the French overseas departments as countries of their own, with their own codes', () => {
    const { others } = countryList(served, 'fr');
    const label = (code: string) => others.find((option) => option.code === code)?.label;
    expect(label('RE')).toBe('La Réunion (+262)');
    expect(label('GP')).toBe('Guadeloupe (+590)');
    expect(label('MQ')).toBe('Martinique (+596)');
    expect(label('GF')).toBe('Guyane française (+594)');
    expect(label('YT')).toBe('Mayotte (+262)');
  });

  it('is one list when it is short', () => {
    const { likely, others } = countryList(['GB', 'FR'], 'en');
    expect(likely).toEqual([]);
    expect(others.map(({ code }) => code)).toEqual(['FR', 'GB']);
  });

  it('names a country twice nowhere', () => {
    const { likely, others } = countryList([...served, 'FR', 'DE'], 'fr');
    const codes = [...likely, ...others].map(({ code }) => code);
    expect(codes.toSorted()).toEqual(served.toSorted());
  });
});

describe('the country to begin with', () => {
  it("is the browser's own where it is served", () => {
    expect(firstCountry(served, ['fr', 'de-DE', 'en-GB'])).toBe('DE');
    expect(firstCountry(served, ['fr-RE'])).toBe('RE');
  });

  it('is the likeliest otherwise', () => {
    expect(firstCountry(served, ['fr', 'en-US', 'C'])).toBe('FR');
    expect(firstCountry([], ['fr-FR'])).toBe('');
  });
});

describe('a number typed with its country', () => {
  it('leaves a national number to the country chosen', () => {
    expect(countryTyped('06 39 98 00 01', served, 'FR')).toBeNull();
    expect(countryTyped('', served, 'FR')).toBeNull();
  });

  it('names another country by its plus or its 00 (C074)', () => {
    expect(countryTyped('+44 7400 123456', served, 'FR')).toBe('GB');
    expect(countryTyped('0044 7400 123456', served, 'FR')).toBe('GB');
    expect(countryTyped('+590 690 00 12 34', served, 'FR')).toBe('GP');
    expect(countryTyped('+352 621', served, 'FR')).toBe('LU');
  });

  it('sees through the marks that copying leaves (C078)', () => {
    expect(countryTyped('\u202a+44 7400\u00a0123456\u202c', served, 'FR')).toBe('GB');
    expect(countryTyped('＋44', served, 'FR')).toBe('GB');
  });

  it('keeps the country chosen where several share a code (C076)', () => {
    expect(countryTyped('+262 639 00 12 34', served, 'YT')).toBe('YT');
    expect(countryTyped('+262 692 00 12 34', served, 'FR')).toBe('RE');
  });

  it('says nothing of a country that is not served, or not yet readable', () => {
    expect(countryTyped('+1 415 555 2671', served, 'FR')).toBeNull();
    expect(countryTyped('+', served, 'FR')).toBeNull();
    expect(countryTyped('+3', served, 'FR')).toBeNull();
  });
});

describe('calling codes', () => {
  it('are known for what is served by default, and unknown for what is no country', () => {
    expect(served.map(callingCode)).not.toContain(null);
    expect(callingCode('GB')).toBe('44');
    expect(callingCode('ZZ')).toBeNull();
  });
});
