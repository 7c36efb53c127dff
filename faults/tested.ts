import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { TestedRow, Verdict } from './row.ts';

const root = resolve(import.meta.dirname, '..');

const report = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) })),
});

/** Runs the tests that show a row; none found, or one that failed, is a violation. */
export async function runTests({ tests }: TestedRow): Promise<Verdict> {
  const violations: string[] = [];
  let passed = 0;
  for (const { file, name } of tests) {
    const results = await vitest(file, name);
    const mine = results.filter(({ status }) => status === 'passed' || status === 'failed');
    if (mine.length === 0) violations.push(`${file} has no test of "${name}"`);
    for (const { status, fullName } of mine)
      if (status === 'passed') passed += 1;
      else violations.push(`${file}: ${fullName}`);
  }
  return { violations, notes: [`${passed} tests passed`] };
}

async function vitest(file: string, name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tested-'));
  const output = join(folder, 'report.json');
  const args = ['run', file, '--testNamePattern', name, '--reporter=json', `--outputFile=${output}`];
  const child = spawn(join(root, 'node_modules', '.bin', 'vitest'), args, { cwd: root, stdio: 'ignore' });
  await new Promise((done) => child.once('close', done));
  try {
    return report.parse(JSON.parse(readFileSync(output, 'utf8'))).testResults.flatMap((one) => one.assertionResults);
  } catch {
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
