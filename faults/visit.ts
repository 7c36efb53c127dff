import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from './person.ts';
import type { Outcome } from './recorder.ts';

/** The steps of a sign-in that somebody had to do again, in their order. */
export type Repeated = readonly ('password' | 'code')[];

export interface Visit {
  readonly letIn: boolean;
  readonly repeated: Repeated;
  readonly tookMs: number;
}

/** Requests after which somebody gives up. */
const PATIENCE = 24;
const MOMENT_MS = 500;

/**
 * Signs in with password and app as a person does who does not give up: where no answer comes they press the button
 * again, where the sign-in is over they begin again, where a code was used they wait for the next one.
 */
export async function visit(person: Person): Promise<Visit> {
  const began = performance.now();
  // The browser was closed since the last time, and the session's cookie went with it.
  person.browser.cookies.delete('session');
  const repeated: ('password' | 'code')[] = [];
  const end = (letIn: boolean): Visit => ({ letIn, repeated, tookMs: performance.now() - began });
  let at: 'password' | 'code' = 'password';
  let step = 0;
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    if (at === 'password') {
      const outcome = await person.password();
      if (outcome.body?.state === 'challenged') {
        at = 'code';
        step = 0;
      } else {
        repeated.push('password');
        await moment(outcome);
      }
      continue;
    }
    step ||= await freshStep(person);
    const outcome = await person.answer(step);
    if (outcome.body?.state === 'authenticated') return end(true);
    repeated.push('code');
    const next = await whatNext(person, outcome, step);
    if (next === 'begin again') {
      at = 'password';
      repeated.push('password');
    }
    if (next !== 'press again') step = 0;
  }
  return end(false);
}

/** Somebody in a new browser who holds everything, while nothing is broken. */
export async function getsIn(person: Person): Promise<void> {
  await person.anew().password('must');
  await person.answer(await freshStep(person), 'must');
}

/** The next code that the app shows, waited for where it is not accepted yet. */
async function freshStep(person: Person): Promise<number> {
  const step = person.nextStep();
  const early = (step - 1) * 30_000 - person.parts.now().getTime();
  if (early > 0) await pause(early);
  return step;
}

type Next = 'press again' | 'next code' | 'begin again';

async function whatNext(person: Person, outcome: Outcome<unknown>, step: number): Promise<Next> {
  const { problem, told } = outcome;
  if (problem?.type === 'challenge-over') return 'begin again';
  if (problem?.type === 'wrong-code') {
    if (problem.alreadyUsed) person.parts.recorder.see(person.things().step(step), 'used');
    return 'next code';
  }
  await moment(outcome);
  if (told === 'refused') return 'next code';
  // The page asks how things stand, as it does after a connection broke.
  const view = await person.browser.session().catch(() => null);
  return view?.status === 200 && view.body.state === 'anonymous' ? 'begin again' : 'press again';
}

/** As long as the answer asks for, or as somebody needs to press a button. */
async function moment({ headers }: Outcome<unknown>): Promise<void> {
  await pause(Number(headers.get('retry-after') ?? 0) * 1000 || MOMENT_MS);
}
