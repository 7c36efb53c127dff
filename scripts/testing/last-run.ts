import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repeat } from './test-events.ts';

/** What the next run wants to know of the last one. */
export interface LastRun {
  /** What repeats each failed test. */
  readonly failed: readonly Repeat[];
  /** Seconds that each stage took when it was last run whole. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Where a run leaves its logs and what it found; ignored by git. */
export const REPORT = 'test-report';

const fileIn = (root: string) => join(root, REPORT, 'last-run.json');

/** The last run; an empty one where there was none, or where its file is damaged. */
export function readLastRun(root: string): LastRun {
  const nothing = { failed: [], seconds: {} };
  if (!existsSync(fileIn(root))) return nothing;
  try {
    // Written by `writeLastRun` alone.
    return { ...nothing, ...(JSON.parse(readFileSync(fileIn(root), 'utf8')) as Partial<LastRun>) };
  } catch {
    return nothing;
  }
}

export function writeLastRun(root: string, run: LastRun): void {
  mkdirSync(join(root, REPORT), { recursive: true });
  writeFileSync(fileIn(root), `${JSON.stringify(run, null, 2)}\n`);
}
