/** Letters of a name, and of one word in it: more than any name has, and what a phone's width holds. */
const LONGEST = 80;
const LONGEST_WORD = 40;

export type NameJudgement =
  | { readonly kind: 'accepted'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'too-long' | 'long-word' | 'bad-signs' };

/**
 * A person's name as it is kept: composed letters (NFC), single blanks, one line. Refused are control signs, line breaks,
 * marks that turn the direction of what follows, broken Unicode, and letters with more than four marks on each other.
 * Lengths are those of the compatibility form, since one sign may be as wide as eighteen (U+FDFA).
 */
export function judgeName(typed: string): NameJudgement {
  const name = typed
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
  if (name === '') return { kind: 'refused', reason: 'empty' };
  // A joiner is part of a name's spelling in Persian and in the languages of India.
  const signs = name.replace(/[\u200c\u200d]/gu, '');
  if (/[\p{C}\p{Zl}\p{Zp}]|\p{M}{5}/u.test(signs)) return { kind: 'refused', reason: 'bad-signs' };
  if (!/[\p{L}\p{N}]/u.test(signs)) return { kind: 'refused', reason: 'empty' };
  const words = name.normalize('NFKC').split(' ');
  if ([...words.join(' ')].length > LONGEST) return { kind: 'refused', reason: 'too-long' };
  if (words.some((word) => [...word].length > LONGEST_WORD)) return { kind: 'refused', reason: 'long-word' };
  return { kind: 'accepted', name };
}

/** What is compared when operators look for somebody: without case, accents and compatibility forms, so that EMILE finds Émile. */
export function searchForm(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('\u03c2', '\u03c3');
}
