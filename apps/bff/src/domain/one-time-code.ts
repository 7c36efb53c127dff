import { withoutSeparators } from './typed-text.ts';

/**
 * The six digits that somebody meant: blanks, dashes and invisible marks don't count, other scripts'
 * digits do. A string from end to end, so that leading zeros stay.
 * @returns six ASCII digits, or null for anything else, which is then a wrong code like any other.
 */
export function normaliseOneTimeCode(typed: string): string | null {
  const code = withoutSeparators(typed);
  return /^[0-9]{6}$/.test(code) ? code : null;
}

/** Compares two six-digit codes in a time that does not depend on where they differ. */
export function sameCode(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
}
