import { html } from 'hono/html';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Escaped HTML, as `html` makes it. */
export type Html = ReturnType<typeof html>;

const countries = new Intl.DisplayNames('en-GB', { type: 'region' });
const clockTime = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** `33639980012` → `+33 6 39 98 00 12`; what is no number is shown as it is. */
export function formatNumber(digits: string): string {
  return parsePhoneNumberFromString(`+${digits}`)?.formatInternational() ?? digits;
}

/** The country's English name, or an empty string. */
export function countryName(digits: string): string {
  const country = parsePhoneNumberFromString(`+${digits}`)?.country;
  return country ? (countries.of(country) ?? '') : '';
}

/** The time of day, with the date when it is not today's; the sandbox and its reader share a machine. */
export function formatTime(at: Date, now: Date): Html {
  const today = at.toDateString() === now.toDateString();
  return html`<time datetime="${at.toISOString()}">${(today ? clockTime : dayAndTime).format(at)}</time>`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
