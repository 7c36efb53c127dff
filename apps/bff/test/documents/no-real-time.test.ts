import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');

describe('D037: the rule against real time in tests', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rule-'));
    const plugins = [join(ROOT, 'scripts', 'no-real-time.grit')];
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ linter: { rules: { preset: 'none' } }, plugins }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Whether the linter finds fault with a line. */
  function refused(line: string): boolean {
    const file = join(folder, 'one.test.ts');
    writeFileSync(file, line);
    const biome = join(ROOT, 'node_modules', '.bin', 'biome');
    const { status, stdout, stderr } = spawnSync(biome, ['lint', file], { cwd: folder, encoding: 'utf8' });
    const said = stdout + stderr;
    expect(said).toContain('Checked 1 file');
    expect(said.includes('No test waits for a time')).toBe(status !== 0);
    return status !== 0;
  }

  it.each([
    'await new Promise((done) => setTimeout(done, 5));',
    'globalThis.setInterval(() => undefined, 5);',
    "import { setTimeout as pause } from 'node:timers/promises';",
    "const timers = await import('timers');",
    "fetch('/', { signal: AbortSignal.timeout(5) });",
    'Atomics.wait(cell, 0, 0, 5);',
    'await page.waitForTimeout(5);',
    'const began = performance.now();',
    'await vi.waitFor(() => expect(seen).toBe(1));',
  ])('refuses %s', (line) => {
    expect(refused(line)).toBe(true);
  });

  it.each(['setImmediate(done);', "vi.useFakeTimers({ toFake: ['setTimeout'] });", 'world.clock.after(5, done);'])(
    'lets %s be',
    (line) => {
      expect(refused(line)).toBe(false);
    },
  );

  it('has the exceptions that docs/testing.md lists, and no others', () => {
    const mark = 'biome-ignore lint/plugin/no-real-time:';
    const found = execFileSync('git', ['grep', '-h', '--untracked', mark, '--', '*.ts', '*.tsx'], { cwd: ROOT });
    const reasons = [...found.toString().matchAll(/real-time: (.*)/g)].map(([, reason = '']) => reason);
    const document = readFileSync(join(ROOT, 'docs', 'testing.md'), 'utf8').replace(/\s+/g, ' ');
    expect(reasons.filter((reason) => !document.includes(reason))).toEqual([]);
  });
});
