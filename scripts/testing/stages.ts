import { spawnSync } from 'node:child_process';
import { touchedBy } from './changed-files.ts';
import type { LastRun } from './last-run.ts';
import { patternOf, type Repeat } from './test-events.ts';
import { projectsOf, type TestSet } from './test-sets.ts';

/** One child process of a run. */
export interface Stage {
  /** What is shown, and the name of its log. */
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What it counts as: a runner tells its tests, a command is one test, a preparation none. */
  readonly counts: 'tests' | 'one' | 'nothing';
  /** Seconds on two idle cores, until a run here has measured it. */
  readonly expectedSeconds: number;
}

const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';
const VITEST_EVENTS = '--reporter=./scripts/testing/vitest-reporter.ts';
const PLAYWRIGHT_EVENTS = '--reporter=./scripts/testing/playwright-reporter.ts,html';

const CHECKS: Stage = command('checks', 'scripts/check.ts', 'one', 30);
const BUILD: Stage = { ...command('build', 'scripts/build.ts', 'nothing', 15), args: ['--if-stale'] };

/** The stages of a set, in the order in which a fault is found soonest. */
export function stagesOf(set: TestSet): readonly Stage[] {
  const server = vitest(
    set === 'test' ? 'server' : 'server, the rest',
    projectsOf(set).map((project) => `--project=${project}`),
  );
  const browser = playwright(set === 'test' ? 'browser' : 'browser, the rest', [], { TEST_SET: set });
  const seconds = set === 'test' ? [200, 300] : [240, 500];
  const tests = [
    { ...server, expectedSeconds: seconds[0] ?? 0 },
    { ...browser, expectedSeconds: seconds[1] ?? 0 },
  ];
  return set === 'test' ? [CHECKS, BUILD, ...tests] : [BUILD, ...tests];
}

/** What failed in the last run, alone. */
export function stagesOfFailed({ failed }: LastRun): readonly Stage[] {
  const stages: Stage[] = [];
  const scripts = new Set(failed.flatMap((one) => (one.runner === 'script' ? [one.script] : [])));
  if (scripts.has('check')) stages.push(CHECKS);
  if (scripts.has('test')) return [...stages, BUILD, ...stagesOf('test').slice(2)];
  const server = failed.filter((one) => one.runner === 'vitest');
  if (server.length > 0) stages.push(vitest('server', vitestAlone(server)));
  const flows = failed.filter((one) => one.runner === 'playwright');
  if (flows.length > 0 || scripts.has('build') || scripts.has('e2e')) stages.push(BUILD);
  if (scripts.has('e2e')) stages.push(playwright('browser', [], { TEST_SET: 'test' }));
  else if (flows.length > 0) stages.push(...flowsAlone(flows));
  return stages;
}

/** What of a change the browser is needed for. */
const PAGES =
  /^(apps\/web\/(?!.*\.test\.)|packages\/.*\/src\/(?!.*\.test\.)|playwright\.config|package\.json|pnpm-lock)/;
const BUILT = /^(apps\/(bff|sms-sandbox)\/src\/(?!.*\.test\.)|apps\/bff\/migrations\/|scripts\/(build|bundle))/;

/**
 * What a change touches: checks; the tests that import or read a changed file; and the flows, all of them where the pages
 * or the contract changed, otherwise those whose own files changed, and what is deployed where the server did.
 * @param since a revision; null for what is not committed.
 */
export function stagesOfChanged(root: string, since: string | null): readonly Stage[] {
  const from = since ?? 'HEAD';
  const changed = [
    ...lines(root, ['diff', '--name-only', from]),
    ...lines(root, ['ls-files', '--others', '--exclude-standard']),
  ];
  return changed.length === 0 ? [] : stagesTouched(root, changed, from);
}

/** @param from the revision since which these files have changed. */
export function stagesTouched(root: string, changed: readonly string[], from: string): readonly Stage[] {
  const projects = projectsOf('test').map((project) => `--project=${project}`);
  const server = vitest('server', ['--passWithNoTests', ...projects, ...touchedBy(root, changed)], 'related');
  const touches = (pattern: RegExp) => changed.some((path) => pattern.test(path));
  if (touches(PAGES)) return [CHECKS, server, BUILD, playwright('browser', [], { TEST_SET: 'test' })];
  const browser: Stage[] = [];
  if (touches(BUILT)) browser.push(playwright('browser', ['e2e/smoke'], { TEST_SET: 'test' }));
  if (touches(/^e2e\//)) browser.push(playwright('browser, changed', [`--only-changed=${from}`], {}));
  if (touches(/^e2e\/screens\//)) browser.push(playwright('browser, screens', ['flows/every-screen'], {}));
  return [CHECKS, server, ...(browser.length > 0 ? [BUILD, ...browser] : [])];
}

function command(name: string, script: string, counts: Stage['counts'], expectedSeconds: number): Stage {
  return { name, script, args: [], environment: {}, counts, expectedSeconds };
}

function vitest(name: string, args: readonly string[], what: 'run' | 'related' = 'run'): Stage {
  const all = [what, '--run', VITEST_EVENTS, ...args];
  return { name, script: VITEST, args: all, environment: {}, counts: 'tests', expectedSeconds: 60 };
}

function playwright(name: string, args: readonly string[], environment: Stage['environment']): Stage {
  const all = ['test', PLAYWRIGHT_EVENTS, ...args];
  const quiet = { ...environment, PLAYWRIGHT_HTML_OPEN: 'never' };
  return { name, script: PLAYWRIGHT, args: all, environment: quiet, counts: 'tests', expectedSeconds: 60 };
}

function vitestAlone(failed: readonly Extract<Repeat, { runner: 'vitest' }>[]): string[] {
  const files = [...new Set(failed.map((one) => one.file))];
  const titles = failed.map((one) => one.test);
  // A file that could not be read as a whole is repeated as a whole.
  if (titles.includes(null)) return files;
  return [...files, '-t', titles.map((title) => patternOf(title ?? '')).join('|')];
}

/** Playwright takes one list of projects for all files: one stage for each. */
function flowsAlone(failed: readonly Extract<Repeat, { runner: 'playwright' }>[]): Stage[] {
  const projects = [...new Set(failed.map((one) => one.project))];
  return projects.map((project) => {
    const files = failed.filter((one) => one.project === project).map((one) => one.file);
    return playwright(`browser, ${project}`, [...files, ...(project === null ? [] : [`--project=${project}`])], {});
  });
}

function lines(root: string, args: readonly string[]): string[] {
  const { stdout, status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
  return stdout.split('\n').filter((line) => line !== '');
}
