import type { TestClock } from './clock.ts';
import { totp } from './totp.ts';

/** What an authenticator app keeps of a QR code. */
export interface AppEntry {
  readonly issuer: string;
  readonly label: string;
  readonly secret: string;
  readonly digits: number;
  readonly period: number;
}

/** Reads an otpauth URI as apps do; throws for one that they would refuse. */
export function readOtpauth(uri: string): AppEntry {
  const url = new URL(uri);
  if (url.protocol !== 'otpauth:' || url.host !== 'totp') throw new Error('no otpauth URI of the time-based kind');
  if ((url.searchParams.get('algorithm') ?? 'SHA1') !== 'SHA1') throw new Error('many apps know SHA1 alone');
  const [prefix = '', ...rest] = decodeURIComponent(url.pathname.slice(1)).split(':');
  return {
    issuer: url.searchParams.get('issuer') ?? prefix,
    label: rest.join(':') || prefix,
    secret: url.searchParams.get('secret') ?? '',
    digits: Number(url.searchParams.get('digits') ?? 6),
    period: Number(url.searchParams.get('period') ?? 30),
  };
}

/** An authenticator app on a phone that keeps the server's time. */
export class AuthenticatorApp {
  readonly entry: AppEntry;
  readonly #clock: TestClock;
  #lastStep = 0;

  constructor(entry: AppEntry, clock: TestClock) {
    this.entry = entry;
    this.#clock = clock;
  }

  /** The next code that was not read before. Each works once, so the clock is moved on where it must. */
  async code(): Promise<string> {
    let step = this.#stepAt(await this.#clock.now());
    if (step <= this.#lastStep) {
      const seconds = (this.#lastStep + 1) * this.entry.period - (await this.#clock.now()).getTime() / 1000;
      await this.#clock.advance({ seconds: Math.max(0, seconds) + 0.5 });
      step = this.#stepAt(await this.#clock.now());
    }
    this.#lastStep = step;
    return totp(this.entry, step);
  }

  /** The next code that begins with 0, one in ten; the clock is moved on to its time. */
  async codeBeginningWithZero(): Promise<string> {
    const step = await this.#stepBeginningWithZero();
    this.#lastStep = step - 1;
    const seconds = step * this.entry.period - (await this.#clock.now()).getTime() / 1000;
    await this.#clock.advance({ seconds: Math.max(0, seconds) + 0.5 });
    return this.code();
  }

  /** How long until a code begins with 0: mostly minutes, now and then more than a process lives. */
  async minutesToZero(): Promise<number> {
    const ahead = (await this.#stepBeginningWithZero()) - this.#stepAt(await this.#clock.now());
    return (ahead * this.entry.period) / 60;
  }

  async #stepBeginningWithZero(): Promise<number> {
    let step = Math.max(this.#lastStep + 1, this.#stepAt(await this.#clock.now()));
    while (!totp(this.entry, step).startsWith('0')) step += 1;
    return step;
  }

  /** What a phone shows whose clock is off by so many minutes; negative where it is slow. */
  async codeAtMinutesOff(minutes: number): Promise<string> {
    const now = await this.#clock.now();
    return totp(this.entry, this.#stepAt(new Date(now.getTime() + minutes * 60_000)));
  }

  /** Six digits that the app shows at no time near. */
  async wrongCode(): Promise<string> {
    const now = this.#stepAt(await this.#clock.now());
    // The server looks ten steps either way to say that a clock is off.
    const near = new Set(Array.from({ length: 61 }, (_, at) => totp(this.entry, now + at - 30)));
    let wrong = 123_456;
    while (near.has(String(wrong))) wrong += 1;
    return String(wrong);
  }

  #stepAt(instant: Date): number {
    return Math.floor(instant.getTime() / 1000 / this.entry.period);
  }
}
