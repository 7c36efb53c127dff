import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';
import { preferredLanguage } from './language.tsx';

const fr = createFormat('fr', 'Europe/Paris');
const en = createFormat('en', 'Europe/Paris');
const AT = new Date('2026-11-25T13:32:00Z');

describe('times and dates', () => {
  it('writes a time of day as the language does', () => {
    expect(fr.time(AT)).toBe('14\u00a0h\u00a032');
    expect(en.time(AT)).toBe('2:32\u00a0pm');
  });

  it('writes a date with its time', () => {
    expect(fr.dateTime(AT)).toBe('25 novembre 2026 à\u00a014\u00a0h\u00a032');
    expect(en.dateTime(AT)).toBe('25 November 2026 at\u00a02:32\u00a0pm');
  });

  it('rounds a wait up to the minute, so that nobody comes too early', () => {
    expect(fr.timeIn(30, AT)).toBe('14\u00a0h\u00a033');
    expect(fr.timeIn(60, AT)).toBe('14\u00a0h\u00a033');
    expect(fr.timeIn(61, AT)).toBe('14\u00a0h\u00a034');
    expect(fr.timeIn(0, AT)).toBe('14\u00a0h\u00a032');
  });

  it('C102: names the instant in the zone of whoever reads it, over a change of the clocks', () => {
    const before = new Date('2026-10-25T00:59:00Z');
    expect(createFormat('fr', 'Europe/Paris').timeIn(60, before)).toBe('2\u00a0h\u00a000');
    expect(createFormat('fr', 'Asia/Kolkata').timeIn(60, before)).toBe('6\u00a0h\u00a030');
  });

  it('says how long ago in the largest unit that fits', () => {
    expect(fr.relative(new Date(AT.getTime() - 3 * 3_600_000), AT)).toBe('il y a 3 heures');
    expect(en.relative(new Date(AT.getTime() - 26 * 3_600_000), AT)).toBe('yesterday');
    expect(en.relative(new Date(AT.getTime() - 20_000), AT)).toBe('just now');
    expect(fr.relative(new Date(AT.getTime() + 3_600_000), AT)).toBe('à l’instant');
  });

  it('names countries and lists in the language', () => {
    expect(fr.country('DE')).toBe('Allemagne');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

describe("the browser's language", () => {
  it.each([
    [['en-GB', 'fr'], 'en'],
    [['fr-CA'], 'fr'],
    [['de-DE', 'en-US', 'fr'], 'en'],
    [['de', 'it'], 'fr'],
    [['FR'], 'fr'],
    [[], 'fr'],
    [['enm'], 'fr'],
  ])('of %j gives %s', (preferences, language) => {
    expect(preferredLanguage(preferences)).toBe(language);
  });
});
