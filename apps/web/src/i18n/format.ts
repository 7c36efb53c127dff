import type { Language } from '@wattsense/contract/vocabulary';

export interface Format {
  /** A time of day: `14 h 32`, `2:32 pm`. */
  time(at: Date): string;
  /** The time of day that lies so many seconds ahead, rounded up to the minute, so that it is never too early. */
  timeIn(seconds: number, now?: Date): string;
  /** `25 novembre 2026`, `25 November 2026`. */
  date(at: Date): string;
  /** `25 novembre 2026 à 14 h 32`, `25 November 2026 at 2:32 pm`. */
  dateTime(at: Date): string;
  /** `il y a 3 heures`, `3 hours ago`; the largest unit that fits. Of what is past. */
  relative(at: Date, now?: Date): string;
  /** A country's name from its ISO 3166-1 alpha-2 code. */
  country(code: string): string;
  /** `a, b et c`, `a, b and c`. */
  list(items: readonly string[]): string;
}

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Language, string>;

const AT = { fr: 'à', en: 'at' } as const satisfies Record<Language, string>;

/** Intl says "maintenant" and "now", which fit no sentence about what is past. */
const JUST_NOW = { fr: 'à l’instant', en: 'just now' } as const satisfies Record<Language, string>;

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Formats for a language; the time zone is the browser's unless one is given. */
export function createFormat(language: Language, timeZone?: string): Format {
  const locale = LOCALE[language];
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    hour12: language === 'en',
    ...zone,
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...zone });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const enumeration = new Intl.ListFormat(locale, { type: 'conjunction' });

  const time = (at: Date) => {
    // 14 h 32 and 2:32 pm, held together.
    const text = clock.format(at).replace(/\s/g, '\u00a0');
    return language === 'fr' ? text.replace(':', '\u00a0h\u00a0') : text;
  };

  return {
    time,
    timeIn: (seconds, now = new Date()) => {
      const minute = 60_000;
      const at = now.getTime() + Math.max(0, seconds) * 1000;
      return time(new Date(Math.ceil(at / minute) * minute));
    },
    date: (at) => day.format(at),
    dateTime: (at) => `${day.format(at)} ${AT[language]}\u00a0${time(at)}`,
    relative: (at, now = new Date()) => {
      // What a browser whose clock is slow takes for the future has just been.
      const seconds = Math.min(0, at.getTime() - now.getTime()) / 1000;
      for (const [unit, size] of UNITS) {
        const count = Math.trunc(seconds / size);
        if (count !== 0) return ago.format(count, unit);
      }
      return JUST_NOW[language];
    },
    country: (code) => regions.of(code) ?? code,
    list: (items) => enumeration.format(items),
  };
}
