import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, passwordLength } from '@wattsense/contract/password';
import type { ProblemOf } from '@wattsense/contract/problem';
import { COMMON_PASSWORDS, COMMON_WORDS, KEYBOARD_WALKS } from './common-passwords.ts';

/** `same` is not found here: it takes the stored hash. */
export type PasswordRefusal = Exclude<ProblemOf<'password-refused'>['reason'], 'same'>;

export type PasswordJudgement =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly reason: PasswordRefusal };

/** Common words and runs count as one character each; so counted, a password still has this many. */
const MIN_WEIGHT = 8;
const MIN_DISTINCT = 5;
const MIN_RUN = 4;
/** Shorter names of mailboxes stand in too many honest sentences. */
const MIN_MAILBOX = 5;
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const WALKS = KEYBOARD_WALKS.flatMap((walk) => [walk, reversed(walk)]);

/**
 * Judges a new password by NIST SP 800-63B-4 §3.1.1.2: 15 to 256 code points in NFC (256 are at most
 * 1024 bytes), no rules of composition, and none that is common, made of little else than common words,
 * keyboard walks and repetitions, or contains the login.
 */
export function judgeNewPassword(password: string, login: string): PasswordJudgement {
  const text = password.normalize('NFC');
  const length = passwordLength(password);
  if (length < PASSWORD_MIN_LENGTH) return refused('too-short');
  if (length > PASSWORD_MAX_LENGTH) return refused('too-long');
  const plain = text.normalize('NFKC').toLowerCase();
  if (containsLogin(plain, login.normalize('NFKC').toLowerCase().trim())) return refused('contains-login');
  return isCommon(plain) ? refused('common') : { kind: 'ok' };
}

const refused = (reason: PasswordRefusal): PasswordJudgement => ({ kind: 'refused', reason });

function containsLogin(plain: string, login: string): boolean {
  const [mailbox = ''] = login.split('@');
  return (login !== '' && plain.includes(login)) || (mailbox.length >= MIN_MAILBOX && plain.includes(mailbox));
}

function isCommon(plain: string): boolean {
  // 111222333 is 123, and passwordpassword is password.
  const readings = [plain, plain.replace(/(.)\1{2,}/gu, '$1')].map(unrepeated);
  return (
    COMMON_PASSWORDS.has(plain.replace(/[^\p{L}\p{N}]/gu, '')) ||
    new Set(plain).size < MIN_DISTINCT ||
    readings.some((reading) => weight(reading) < MIN_WEIGHT)
  );
}

/** The shortest part that the text repeats; the last time may be cut short. */
function unrepeated(text: string): string {
  for (let period = 1; period <= text.length / 2; period += 1)
    if (text.startsWith(text.slice(period))) return text.slice(0, period);
  return text;
}

/** How many characters are left when each different common word and each run counts as one. */
function weight(text: string): number {
  const unleeted = text.replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);
  const cheap = new Set<string>();
  let own = 0;
  for (let at = 0; at < text.length; ) {
    const part = wordAt(unleeted, at) ?? wordAt(text, at) ?? runAt(text, at);
    if (part === undefined) own += 1;
    else cheap.add(part);
    at += part?.length ?? 1;
  }
  return own + cheap.size;
}

const wordAt = (text: string, at: number) => COMMON_WORDS.find((word) => text.startsWith(word, at));

/** The longest run from here that a finger, a counter or a calendar makes: `asdf`, `4321`, `aaaa`, `2026`. */
function runAt(text: string, at: number): string | undefined {
  const walk = WALKS.map((each) => sharedLength(text, at, each)).reduce((a, b) => Math.max(a, b), 0);
  const year = /^(19|20)\d\d/.test(text.slice(at, at + 4)) ? 4 : 0;
  const run = Math.max(walk, arithmeticLength(text, at), year);
  return run < MIN_RUN ? undefined : text.slice(at, at + run);
}

function sharedLength(text: string, at: number, walk: string): number {
  let length = MIN_RUN;
  if (!walk.includes(text.slice(at, at + length)) || at + length > text.length) return 0;
  while (at + length < text.length && walk.includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** Letters or digits at one even distance, as in 1234, dcba and 2468; a distance of 0 is a repetition. */
function arithmeticLength(text: string, at: number): number {
  const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
  if (Number.isNaN(step) || Math.abs(step) > 2) return 0;
  let length = 2;
  while (text.charCodeAt(at + length) - text.charCodeAt(at + length - 1) === step) length += 1;
  return length;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
