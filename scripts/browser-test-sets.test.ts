import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestSet } from '../e2e/support/test-set.ts';

const root = resolve(import.meta.dirname, '..');

/** Every browser test of a set, as `[project] › file › title`. */
function browserTests(set: TestSet | undefined): string[] {
  const cli = resolve(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const env = { ...process.env, TEST_SET: set ?? '' };
  const list = execFileSync(process.execPath, [cli, 'test', '--list'], { cwd: root, env, encoding: 'utf8' });
  return list.split('\n').filter((line) => line.includes(' › '));
}

const of = (browser: string, tests: readonly string[]) => tests.filter((test) => test.includes(`[${browser}]`));
/** What a flow is called in either browser; the line is left out. */
const flow = (test: string) => test.replace(/^ *\[\w+\]/, '').replace(/:\d+:\d+/, '');

describe('the sets of browser tests', () => {
  const [first, rest, all] = [browserTests('test'), browserTests('rest'), browserTests(undefined)];

  it('hold each test once', () => {
    expect([...first, ...rest].toSorted()).toEqual(all.toSorted());
    expect(all.length).toBeGreaterThan(500);
  });

  it('run each flow in one browser first, and share them out fairly', () => {
    const flows = first.map(flow);
    expect(new Set(flows).size).toBe(flows.length);
    const [desktop, phone] = [of('desktop', first).length, of('phone', first).length];
    expect(Math.min(desktop, phone) / (desktop + phone)).toBeGreaterThan(0.4);
  });

  it('leave no flow for later but what is marked so', () => {
    const flows = new Set(first.map(flow));
    expect(rest.filter((test) => !flows.has(flow(test)) && !test.includes('@rest'))).toEqual([]);
  });
});
