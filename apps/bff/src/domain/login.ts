/** The contract's limit for a login; some signs grow to many in NFKC. */
const LONGEST = 320;

/**
 * The one form of a login under which accounts are stored, found and throttled, so that no spelling
 * has a bucket of its own or stands beside another account. Compatibility forms are made plain (NFKC:
 * an input method's full-width letters), case is folded, marks without a shape are dropped. Letters that merely
 * look alike (Cyrillic а) stay different: logins are given by operators, not chosen by strangers.
 * @returns the normal form, or null for what no account can have: nothing, more than 320 characters,
 * control characters (PostgreSQL stores no NUL) or broken Unicode.
 */
export function normaliseLogin(typed: string): string | null {
  const login = fold(fold(typed)).trim();
  return login === '' || login.length > LONGEST || /[\p{Cc}\p{Cs}]/u.test(login) ? null : login;
}

/** Dropping a mark lets its neighbours combine, and lower case may take letters apart: after two rounds nothing changes. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replaceAll('\u03c2', '\u03c3')
    .normalize('NFKC');
}
