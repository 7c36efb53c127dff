import type { Problem } from '@wattsense/contract/problem';
import type { Browser } from '../support/browser.ts';
import { readEverything } from '../support/invariants.ts';
import type { World } from '../support/world.ts';

/** Somebody with the password, who answers with codes that are wrong. */
export interface Guesser {
  /** One guess, over a new challenge whenever the last one is over; what came of it. */
  guess(method: 'otp' | 'sms' | 'recovery'): Promise<Problem>;
}

/** No code of six digits, so that chance never lets a guess be right. */
const NEVER_RIGHT = 'zzzzzz';

export function guesser(browserOf: () => Browser, login: string): Guesser {
  let browser = browserOf();
  let left = 0;
  return {
    guess: async (method) => {
      if (left === 0) {
        browser = browserOf();
        const { body, problem } = await browser.signIn(login);
        if (problem !== null) throw new Error(`no challenge: ${problem.type}`);
        if (body.state !== 'challenged') throw new Error(`no challenge: ${body.state}`);
        left = 5;
      }
      const problem = await tried(browser, method);
      if (problem === null) throw new Error('a wrong code let somebody in');
      if (problem.type === 'wrong-code') left = problem.attemptsLeft;
      if (problem.type === 'challenge-over') left = 0;
      return problem;
    },
  };
}

/** A code of a message that was never sent is not judged: one is asked for and, where it is held, the app is guessed at. */
async function tried(browser: Browser, method: 'otp' | 'sms' | 'recovery'): Promise<Problem | null> {
  const first = (await browser.answer(method, NEVER_RIGHT)).problem;
  if (first?.type !== 'no-code-sent') return first;
  await browser.send('POST', '/api/sign-in/challenge/sms');
  const second = (await browser.answer(method, NEVER_RIGHT)).problem;
  return second?.type === 'no-code-sent' ? (await browser.answer('otp', NEVER_RIGHT)).problem : second;
}

/** Guesses until `count` guesses were judged, waiting as long as is asked for, and returns the waits in seconds. */
export async function guessOn(
  world: World,
  { guess }: Guesser,
  count: number,
  method: (n: number) => 'otp' | 'sms' | 'recovery' = () => 'otp',
): Promise<number[]> {
  const waits: number[] = [];
  for (let judged = 0; judged < count; ) {
    const problem = await guess(method(judged));
    if (problem.type === 'wrong-code') judged += 1;
    else if (problem.type === 'second-factor-blocked') {
      waits.push(problem.retryAfterSeconds);
      world.clock.advance(problem.retryAfterSeconds);
    } else if (problem.type !== 'challenge-over') throw new Error(`${judged} guesses, then ${problem.type}`);
  }
  return waits;
}

/** Failures as they are counted, by bucket. */
export const countsOf = async (world: World): Promise<Record<string, number>> =>
  Object.fromEntries((await readEverything(world.database)).attempts.map((one) => [one.bucket, one.failed]));
