import type { ClientProblemByType, ClientProblemType } from '../../apps/web/src/api/client-problem.ts';
import type { RefusedCode } from '../../apps/web/src/api/problem-sentences.ts';
import type { Words } from './words.ts';

/** By which way a code was given; one of an app that is being added is shown beside older entries (D011). */
export type CodeWay = 'otp' | 'new-app' | 'sms' | 'recovery';

const refusedCode = (t: Words, way: CodeWay): RefusedCode =>
  ({
    otp: t.app.answer.refused,
    'new-app': t.app.enrol.form.refused,
    sms: t.phone.answer.refused,
    recovery: t.challenge.recovery.refused,
  })[way];

/** What a problem says beside its type. */
type More<T extends ClientProblemType> = Partial<Omit<ClientProblemByType[T], 'type' | 'title' | 'status'>>;

function told<T extends ClientProblemType>(
  t: Words,
  type: T,
  { more, way, time }: { more?: More<T>; way?: CodeWay | undefined; time?: string },
): string {
  // Put together from its parts; each test names the members that its sentence uses.
  const problem = { type, title: '', status: 0, ...more } as ClientProblemByType[T];
  return t.problems[type](problem, {
    refused: way && refusedCode(t, way),
    timeIn: () => time ?? '',
    country: String,
  });
}

/** What the console says of a problem. */
export function sentence<T extends ClientProblemType>(t: Words, type: T, more?: More<T>, way?: CodeWay): string {
  return told(t, type, more === undefined ? { way } : { more, way });
}

/** The sentence for a wrong code of a way, without the tries left. */
export function wrongCode(t: Words, way: CodeWay, more: { alreadyUsed?: true } = {}): string {
  return sentence(t, 'wrong-code', { attemptsLeft: 4, ...more }, way);
}

/** What the console says of a refusal that ends at some time of day, as a pattern for any time. */
export function refusedUntil(
  t: Words,
  type: 'too-many-attempts' | 'second-factor-blocked' | 'too-many-messages' | 'recovery-code-in-use',
): RegExp {
  return withAnyTime((time) => told(t, type, { time }));
}

/** A sentence with a time of day in it, as a pattern for any time. */
export function withAnyTime(made: (time: string) => string): RegExp {
  const [before = '', after = ''] = made('@@').split('@@').map(literally);
  return new RegExp(`${before}.{4,9}${after}`);
}

function literally(text: string): string {
  // Any blank, since pages are matched with their blanks made plain.
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s/g, '\\s');
}
