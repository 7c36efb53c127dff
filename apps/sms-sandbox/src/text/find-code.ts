/** The last line that binds a code to a web origin: `@host #code`. */
const ORIGIN_BOUND = /^@[^\s@#]+ #([A-Za-z0-9]{4,12})$/;
/** Four to eight digits that stand alone. */
const DIGITS = /(?<![\d+])\d{4,8}(?!\d)/;

/** @returns the one-time code in a text, or null; the origin-bound last line wins over the first number. */
export function findCode(text: string): string | null {
  const lastLine = text.trimEnd().split('\n').at(-1) ?? '';
  return ORIGIN_BOUND.exec(lastLine)?.[1] ?? DIGITS.exec(text)?.[0] ?? null;
}
