import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../apps/bff/test/support/seeded-random.ts';
import type { Person } from './person.ts';
import { type Visit, visit } from './visit.ts';

export interface CrowdOptions {
  readonly people: readonly Person[];
  readonly signIns: number;
  /** As many begin in a second, where the machine keeps up. */
  readonly perSecond: number;
  readonly random: SeededRandom;
  /** In the midst of a sign-in at most. The pace slackens where the machine does not keep up. */
  readonly atOnce: number;
  /** Told after each visit; the crowd goes home early when it returns true. */
  readonly after?: (done: number) => boolean;
}

/** The share of visits after which somebody else tries the code that was just used. */
const THIEVES_PERCENT = 5;
const SIGN_OUTS_PERCENT = 50;

/** People who come one after another at a steady pace, each with a code that was not used. */
export async function crowd({ people, signIns, perSecond, random, atOnce, after }: CrowdOptions): Promise<Visit[]> {
  const visits: Visit[] = [];
  const free = [...people];
  const running = new Set<Promise<void>>();
  const began = performance.now();
  let isOver = false;
  for (let count = 0; count < signIns && !isOver; count += 1) {
    const due = began + (count * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    while (free.length === 0 || running.size >= atOnce) await Promise.race(running);
    const person = free.shift();
    if (person === undefined) break;
    const coming = come(person, random).then((one) => {
      visits.push(one);
      free.push(person);
      running.delete(coming);
      isOver = after?.(visits.length) ?? false;
    });
    running.add(coming);
  }
  await Promise.all(running);
  return visits;
}

async function come(person: Person, random: SeededRandom): Promise<Visit> {
  const outcome = await visit(person);
  if (!outcome.letIn) return outcome;
  const session = `session ${++person.visits} of ${person.login}`;
  const { recorder } = person.parts;
  const set = (value: string) => [{ kind: 'set', thing: session, value }] as const;
  const at = { from: performance.now(), until: performance.now() };
  recorder.asked.push({
    who: person.login,
    what: 'sign in',
    told: 'acknowledged',
    entitled: 'may',
    effects: set('live'),
    ...at,
  });
  const kept = person.parts.browser(person.browser);
  if (random.inPercent(THIEVES_PERCENT)) await steal(person);
  if (random.inPercent(SIGN_OUTS_PERCENT)) {
    const wish = { who: person.login, what: 'sign out', effects: set('ended') };
    await recorder.ask(wish, () => person.browser.send('DELETE', '/api/session'));
  }
  const from = performance.now();
  const view = await kept.session().catch(() => null);
  if (view?.status === 200) recorder.see(session, view.body.state === 'authenticated' ? 'live' : 'ended', from);
  person.kept = { browser: kept, session };
  return outcome;
}

/** Somebody else who knows the password and looked at the phone. */
async function steal(person: Person): Promise<void> {
  const browser = person.parts.browser();
  const { recorder } = person.parts;
  const step = person.lastStep;
  const { body } = await recorder.ask({ who: 'a thief', what: `password of ${person.login}` }, () =>
    browser.signIn(person.login),
  );
  if (body?.state !== 'challenged') return;
  const wish = { who: 'a thief', what: `used code of ${person.login}`, entitled: 'never' } as const;
  await recorder.ask(wish, () => browser.answer('otp', person.codeAt(step)));
}

/** What became of the session that each person last had. */
export async function lookAtSessions(people: readonly Person[]): Promise<void> {
  for (const { kept, parts } of people) {
    if (kept === null) continue;
    const from = performance.now();
    const { body } = await kept.browser.session();
    parts.recorder.see(kept.session, body.state === 'authenticated' ? 'live' : 'ended', from);
  }
}
