import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { budgets } from './budgets.ts';
import { oversized } from './sizes.ts';

const root = resolve(import.meta.dirname, '..');
const PROJECTS = ['packages/contract', 'apps/bff', 'apps/sms-sandbox', 'apps/web', 'e2e', 'faults', 'scripts'];

interface Result {
  readonly name: string;
  readonly faults: string;
}

/** Types, lint and format, the arrows between layers, unused code, sizes, budgets: all run, all faults shown. */
async function main(): Promise<void> {
  const results: Result[] = [];
  for (const project of PROJECTS) results.push(await command(`types of ${project}`, 'tsc', ['-p', project]));
  results.push(await command('lint and format', 'biome', ['check', '--error-on-warnings', '.']));
  results.push(await arrows());
  results.push(await command('unused code', 'knip', ['--no-progress', '--no-config-hints']));
  results.push({ name: 'sizes of files', faults: oversized(root).join('\n') });
  results.push({ name: 'budgets', faults: await budgets(root) });
  const failed = results.filter((result) => result.faults !== '');
  for (const { name, faults } of results)
    process.stdout.write(`${faults === '' ? 'ok    ' : 'FAULT '} ${name}\n${faults === '' ? '' : `${faults}\n`}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

/** dependency-cruiser, and whether it read what there is: with a TypeScript that it cannot use it reads nothing and passes. */
async function arrows(): Promise<Result> {
  const name = 'arrows between layers';
  const result = await command(name, 'depcruise', ['--config', '.dependency-cruiser.cjs', 'apps', 'packages']);
  const read = Number(/\((\d+) modules/.exec(result.output)?.[1] ?? 0);
  const sources = globSync(['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts'], { cwd: root }).length;
  if (result.faults === '' && read < sources) return { name, faults: `only ${read} of ${sources} modules were read` };
  return result;
}

function command(name: string, binary: string, args: readonly string[]): Promise<Result & { readonly output: string }> {
  return new Promise((settle) => {
    const child = spawn(join(root, 'node_modules', '.bin', binary), args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', (code) => settle({ name, output, faults: code === 0 ? '' : output.trim() || `exit ${code}` }));
  });
}

/** Read once more so that a missing workspace is a fault and not silence. */
for (const project of PROJECTS) readFileSync(join(root, project, 'tsconfig.json'));
await main();
