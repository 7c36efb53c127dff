/**
 * What people type, paste or dictate, freed of what they cannot see: compatibility forms made plain
 * (NFKC: full-width letters and digits), other scripts' digits as ASCII, marks without a shape removed.
 */
export function plainTyped(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
}

/** The same without spaces, line breaks and dashes: for codes, in which they are decoration. */
export function withoutSeparators(typed: string): string {
  return plainTyped(typed).replace(/[\s\p{Pd}\u2212]/gu, '');
}

/** Unicode's decimal digits stand in unbroken runs of ten from zero to nine, so the place in the run is the value. */
function asciiDigit(digit: string): string {
  let before = 0;
  for (let point = Number(digit.codePointAt(0)) - 1; /\p{Nd}/u.test(String.fromCodePoint(point)); point -= 1)
    before += 1;
  return String(before % 10);
}
