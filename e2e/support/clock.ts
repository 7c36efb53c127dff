import * as z from 'zod';
import { askJson } from './http.ts';

const told = z.object({ now: z.number() });

/** What apps and tests go by. */
export interface TestClock {
  now(): Promise<Date>;
  advance(time: { minutes?: number; seconds?: number; hours?: number }): Promise<void>;
}

/** The server's clock. The browser's goes on as it is: use `page.clock` where a page is to notice that time has passed. */
export class ServerClock implements TestClock {
  readonly #control: string;

  constructor(control: string) {
    this.#control = control;
  }

  async now(): Promise<Date> {
    return new Date(told.parse(await askJson('GET', `${this.#control}/clock`)).now);
  }

  async advance(time: { minutes?: number; seconds?: number; hours?: number }): Promise<void> {
    const seconds = (time.hours ?? 0) * 3600 + (time.minutes ?? 0) * 60 + (time.seconds ?? 0);
    await askJson('POST', `${this.#control}/clock`, { seconds });
  }
}

/** Of a phone whose owner put it forward; the server's goes on as it is and takes the next step's code too. */
export class PhoneClock implements TestClock {
  #aheadMs = 0;

  now(): Promise<Date> {
    return Promise.resolve(new Date(Date.now() + this.#aheadMs));
  }

  advance({ seconds = 0 }: { seconds?: number }): Promise<void> {
    this.#aheadMs += seconds * 1000;
    return Promise.resolve();
  }
}
