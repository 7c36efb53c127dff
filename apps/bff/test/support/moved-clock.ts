import type { Clock, Timers } from '../../src/deps.ts';

interface Waiting {
  readonly dueMs: number;
  readonly task: () => void;
}

/** A clock and timers that stand still until they are moved. */
export class MovedClock implements Clock, Timers {
  #now: number;
  #elapsedMs = 0;
  #waiting: readonly Waiting[] = [];
  /** How long was paused, each time, in milliseconds. */
  readonly pauses: number[] = [];

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now = () => new Date(this.#now);
  elapsedMs = () => this.#elapsedMs;

  after = (ms: number, task: () => void) => {
    const one = { dueMs: this.#elapsedMs + ms, task };
    this.#waiting = [...this.#waiting, one];
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== one);
    };
  };

  every = (ms: number, task: () => void) => {
    let stop = this.after(ms, () => again());
    const again = () => {
      stop = this.after(ms, again);
      task();
    };
    return () => stop();
  };

  /** Whoever has nothing to do until then moves the time himself. */
  pause = async (ms: number) => {
    this.pauses.push(ms);
    this.advance(ms / 1000);
  };

  /** Lets time pass, and runs what falls due meanwhile in its order. @param seconds 0 or more. */
  advance(seconds: number): void {
    const endMs = this.#elapsedMs + seconds * 1000;
    for (let due = this.#soonest(); due !== undefined && due.dueMs <= endMs; due = this.#soonest()) {
      const running = due;
      this.#waiting = this.#waiting.filter((other) => other !== running);
      this.#passTo(running.dueMs);
      running.task();
    }
    this.#passTo(endMs);
  }

  /** Puts the time of day right, or wrong: no time passes by it. */
  set(instant: Date): void {
    this.#now = instant.getTime();
  }

  #soonest(): Waiting | undefined {
    return this.#waiting.toSorted((one, other) => one.dueMs - other.dueMs)[0];
  }

  #passTo(elapsedMs: number): void {
    this.#now += elapsedMs - this.#elapsedMs;
    this.#elapsedMs = elapsedMs;
  }
}
