import type { Answer } from '../apps/bff/test/support/browser.ts';
import type { Asked, Effect, Seen, Told } from './history.ts';

export interface Wish {
  readonly who: string;
  readonly what: string;
  readonly entitled?: Asked['entitled'];
  readonly effects?: readonly Effect[];
}

/** What came of a request: the answer where there was one. */
export interface Outcome<T> {
  readonly told: Told;
  /** 0 where nothing came back. */
  readonly status: number;
  readonly problem: Answer<T>['problem'];
  readonly body: T | null;
  readonly headers: Headers;
  readonly tookMs: number;
}

/** Writes down what clients asked for and were told, and what was found afterwards. */
export class Recorder {
  readonly asked: Asked[] = [];
  readonly seen: Seen[] = [];
  /** Answers that no fault excuses: 500 and the like. */
  readonly unexpected: string[] = [];
  /** How often which answer came, by status and kind. */
  readonly answers = new Map<string, number>();

  /** Sends a request and notes what came of it; a connection that breaks is an answer too. */
  async ask<T>({ who, what, entitled = 'may', effects = [] }: Wish, send: () => Promise<Answer<T>>) {
    const from = performance.now();
    const outcome = await settle(send, from);
    const { told, status, problem } = outcome;
    const answer = status === 0 ? 'no answer' : `${status}${problem === null ? '' : ` ${problem.type}`}`;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    this.asked.push({ who, what, from, until: performance.now(), told, entitled, effects });
    if (status === 500 || (status > 503 && status < 600)) this.unexpected.push(`${who}: ${what}: ${status}`);
    return outcome;
  }

  /** Notes what somebody who looked found. */
  see(thing: string, value: string | number, from = performance.now()): void {
    this.seen.push({ thing, value, from, until: performance.now() });
  }
}

async function settle<T>(send: () => Promise<Answer<T>>, from: number): Promise<Outcome<T>> {
  const tookMs = () => Math.round(performance.now() - from);
  try {
    const { status, problem, body, headers } = await send();
    return { told: toldBy(status), status, problem, body: status < 300 ? body : null, headers, tookMs: tookMs() };
  } catch {
    return { told: 'unknown', status: 0, problem: null, body: null, headers: new Headers(), tookMs: tookMs() };
  }
}

/** 503 says "try again", not what became of it: a commit whose answer was lost is answered so too. */
function toldBy(status: number): Told {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status >= 400 && status < 500 ? 'refused' : 'unknown';
}
