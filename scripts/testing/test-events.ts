import { writeSync } from 'node:fs';

/** What a test runner tells `scripts/test.ts` while it runs, one line of JSON each. */
export type TestEvent =
  | { readonly kind: 'planned'; readonly count: number; readonly unit: 'files' | 'tests' }
  | { readonly kind: 'done' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped' }
  | ({ readonly kind: 'failed' } & Failure);

/** A failed test, and what repeats it alone. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly repeat: Repeat;
}

export type Repeat =
  | { readonly runner: 'vitest'; readonly file: string; readonly test: string | null }
  | { readonly runner: 'playwright'; readonly file: string; readonly project: string | null }
  | { readonly runner: 'script'; readonly script: string };

/** The descriptor on which `scripts/test.ts` listens. */
const EVENTS_DESCRIPTOR = 3;

/** Tells one event; silent where nobody listens, as when a runner is started by hand. */
export function tell(event: TestEvent): void {
  if (process.env['TEST_EVENTS'] === '1') writeSync(EVENTS_DESCRIPTOR, `${JSON.stringify(event)}\n`);
}

/** What to type to repeat a failed test alone. */
export function commandOf(repeat: Repeat): string {
  if (repeat.runner === 'script') return `pnpm ${repeat.script}`;
  if (repeat.runner === 'playwright')
    return `pnpm e2e ${repeat.file}${repeat.project === null ? '' : ` --project=${repeat.project}`}`;
  return `pnpm exec vitest run ${repeat.file}${repeat.test === null ? '' : ` -t '${patternOf(repeat.test)}'`}`;
}

/** A pattern that finds a title: what a shell or a regular expression would read otherwise stands for any character. */
export function patternOf(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N} ,:-]/gu, '.');
}
