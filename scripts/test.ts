import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findBrowser } from '../e2e/support/browser.ts';

const root = resolve(import.meta.dirname, '..');

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Everything: checks, unit, store on both engines, HTTP, and the browser against the built product. Ends with one line. */
async function main(): Promise<void> {
  const reports = mkdtempSync(join(tmpdir(), 'reports-'));
  const tallies: Tally[] = [];
  tallies.push(await step('pnpm check', ['scripts/check.ts']));
  tallies.push(await vitest(join(reports, 'vitest.json')));
  tallies.push(await browser(join(reports, 'playwright.json')));
  rmSync(reports, { recursive: true, force: true });
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** A command that counts as one test. */
async function step(name: string, args: readonly string[]): Promise<Tally> {
  heading(name);
  const code = await run(process.execPath, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(report: string): Promise<Tally> {
  heading('unit, store on both engines, HTTP');
  const code = await run(bin('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  return counted(Number(numPassedTests), Number(numFailedTests), code);
}

async function browser(report: string): Promise<Tally> {
  heading('the built product in a browser');
  const built = await step('pnpm build', ['scripts/build.ts']);
  if (built.failed > 0) return built;
  installBrowser();
  const code = await run(bin('playwright'), ['test', '--reporter=dot,json,html'], {
    ...process.env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PLAYWRIGHT_HTML_OPEN: 'never',
  });
  if (!existsSync(report)) return { passed: built.passed, failed: 1 };
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  const tally = counted(Number(stats.expected), Number(stats.unexpected) + Number(stats.flaky), code);
  return { passed: built.passed + tally.passed, failed: tally.failed };
}

/** A runner that failed without naming a failed test has failed all the same. */
function counted(passed: number, failed: number, code: number): Tally {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** Where there is no browser at all: Playwright's own, else Debian's package. Playwright says so if neither comes. */
function installBrowser(): void {
  if (findBrowser() !== null) return;
  spawnSync(bin('playwright'), ['install', 'chromium'], { stdio: 'ignore', timeout: 120_000 });
  if (findBrowser() !== null || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stdout.write('Installing Chromium from Debian…\n');
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

const bin = (name: string) => join(root, 'node_modules', '.bin', name);

function heading(text: string): void {
  process.stdout.write(`\n== ${text}\n`);
}

function run(binary: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((settle) => {
    const child = spawn(binary, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('close', (code) => settle(code ?? 1));
  });
}

await main();
