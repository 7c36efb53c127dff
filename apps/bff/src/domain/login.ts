import { domainToASCII, domainToUnicode } from 'node:url';

/** The contract's limit for a login; some signs grow to many in NFKC. */
const LONGEST = 320;

/**
 * The one form of a login under which accounts are stored, found and throttled, so that no spelling
 * has a bucket of its own or stands beside another account. Compatibility forms are made plain (NFKC:
 * an input method's full-width letters), case is folded, marks without a shape are dropped, and an international
 * domain is written in its letters, however it was typed (RFC 5891). Letters that merely
 * look alike (Cyrillic а) stay different: logins are given by operators, not chosen by strangers.
 * @returns the normal form, or null for what no account can have: nothing, more than 320 characters,
 * control characters (PostgreSQL stores no NUL) or broken Unicode.
 */
export function normaliseLogin(typed: string): string | null {
  const folded = foldLogin(typed);
  if (folded === null) return null;
  const login = withDomain(folded, (domain) => foldLogin(domainToUnicode(domainToASCII(domain))));
  return isLogin(login) ? login : null;
}

/**
 * The spellings under which the first release may have stored a login that is one in its normal form: as typed, with the
 * domain in its letters, and in ASCII. The first one that an account has is meant.
 */
export function spellingsOf(typed: string): readonly [string, string, string] {
  const normal = normaliseLogin(typed) ?? '';
  return [foldLogin(typed) ?? '', normal, withDomain(normal, domainToASCII)];
}

function foldLogin(typed: string): string | null {
  const login = fold(fold(typed)).trim();
  return isLogin(login) ? login : null;
}

const isLogin = (login: string) => login !== '' && login.length <= LONGEST && !/[\p{Cc}\p{Cs}]/u.test(login);

/** Only an international domain is rewritten, and one that is none stays as it is: `a@127.1` is no address of ours to mend. */
function withDomain(login: string, rewrite: (domain: string) => string | null): string {
  const at = login.lastIndexOf('@');
  const domain = login.slice(at + 1);
  if (at === -1 || !/[^\p{ASCII}]|(?:^|\.)xn--/u.test(domain)) return login;
  return `${login.slice(0, at)}@${rewrite(domain) || domain}`;
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

const ERASED = 'erased-';

/** What stands in place of an erased account's login. It has no @, so that nobody can be given it. */
export const erasedLogin = (id: string) => `${ERASED}${id}`;

export const isErased = ({ login }: { readonly login: string }) => login.startsWith(ERASED) && !login.includes('@');
