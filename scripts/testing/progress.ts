import type { Stage } from './stages.ts';
import { commandOf, type Failure, type TestEvent } from './test-events.ts';

/** A log gets a line this often, besides those of failures and stages. */
const LOG_EVERY_MS = 20_000;
const MESSAGE_LINES = 25;

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Says how a run goes: on a terminal one line that renews itself, in a log lines. */
export class Progress {
  readonly total: Tally = { passed: 0, failed: 0, skipped: 0 };
  readonly failures: Failure[] = [];
  readonly #terminal = process.stdout.isTTY === true;
  readonly #began = performance.now();
  readonly #expectedSeconds: number;
  #stage = '';
  #done = 0;
  #planned = 0;
  #unit = 'tests';
  #written = performance.now();

  constructor(expectedSeconds: number) {
    this.#expectedSeconds = expectedSeconds;
  }

  begin(stage: Stage, place: string): void {
    this.#stage = `${place} ${stage.name}`;
    this.#done = 0;
    this.#planned = 0;
    if (!this.#terminal) this.#line(this.#text());
    this.#renew();
  }

  hear(event: TestEvent): void {
    if (event.kind === 'planned') {
      this.#planned += event.count;
      this.#unit = event.unit;
    } else if (event.kind === 'done') this.#done++;
    else if (event.kind === 'failed') this.failed(event);
    else this.total[event.kind]++;
    this.#renew();
  }

  failed({ name, message, repeat }: Failure): void {
    this.total.failed++;
    this.failures.push({ name, message, repeat });
    const shown = message.split('\n').slice(0, MESSAGE_LINES);
    this.#line(
      ['', `FAILED ${name}`, ...shown.map((line) => `    ${line}`), `  alone: ${commandOf(repeat)}`].join('\n'),
    );
  }

  /** Seconds since the run began. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** A line of its own; on a terminal it takes the place of the one that renews itself. */
  #line(text: string): void {
    process.stdout.write(this.#terminal ? `\r\u001b[K${text}\n` : `${text}\n`);
    this.#written = performance.now();
  }

  say(text: string): void {
    this.#line(text);
  }

  #renew(): void {
    if (this.#terminal) process.stdout.write(`\r\u001b[K${this.#text().slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else if (performance.now() - this.#written > LOG_EVERY_MS) this.#line(this.#text());
  }

  #text(): string {
    const { passed, failed } = this.total;
    const counted = this.#planned === 0 ? '' : `${this.#done} of ${this.#planned} ${this.#unit} · `;
    const time = `${clock(this.seconds)} of about ${clock(this.#expectedSeconds)}`;
    return `${this.#stage} · ${counted}${passed} passed, ${failed} failed · ${time}`;
  }
}

/** Minutes and seconds. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
