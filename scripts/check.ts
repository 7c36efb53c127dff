import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { budgets } from './budgets.ts';
import { sprawling } from './closures.ts';
import { oversized } from './sizes.ts';

const root = resolve(import.meta.dirname, '..');
const PROJECTS = ['packages/contract', 'apps/bff', 'apps/sms-sandbox', 'apps/web', 'e2e', 'faults', 'scripts', 'bench'];

interface Result {
  readonly name: string;
  readonly faults: string;
  /** A command that mends most of what this finds. */
  readonly cure?: string;
}

/** Types, lint and format, the arrows between layers, unused code, sizes, budgets: all run, all faults shown. */
async function main(): Promise<void> {
  installBench();
  const results = await twoAtATime([
    () => command('lint and format', 'biome', ['check', '--error-on-warnings', '.'], 'pnpm exec biome check --write .'),
    async () => ({ name: 'budgets', faults: await budgets(root) }),
    ...PROJECTS.map((project) => () => command(`types of ${project}`, 'tsc', ['-p', project])),
    arrows,
    () => command('unused code', 'knip', ['--no-progress', '--no-config-hints']),
    async () => ({ name: 'sizes of files', faults: oversized(root).join('\n') }),
    async () => ({ name: 'what a flow needs', faults: sprawling(root).join('\n') }),
  ]);
  const failed = results.filter((result) => result.faults !== '');
  for (const { name, faults, cure } of results)
    process.stdout.write(
      faults === ''
        ? `ok     ${name}\n`
        : `FAULT  ${name}\n${faults}\n${cure === undefined ? '' : `mends most of it: ${cure}\n`}`,
    );
  process.exit(failed.length === 0 ? 0 : 1);
}

/** On two cores more at once would only wait for each other. */
async function twoAtATime(checks: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...checks.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all([work(), work()]);
  return results;
}

/** The benchmark is a workspace of its own, which nothing else needs: its packages come when its types are asked for. */
function installBench(): void {
  const bench = join(root, 'bench');
  if (existsSync(join(bench, 'node_modules'))) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  spawnSync('npx', ['--yes', packageManager, '--dir', bench, 'install', '--frozen-lockfile'], { stdio: 'inherit' });
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

function command(
  name: string,
  binary: string,
  args: readonly string[],
  cure?: string,
): Promise<Result & { readonly output: string }> {
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
    child.on('close', (code) => {
      const faults = code === 0 ? '' : output.trim() || `exit ${code}`;
      settle({ name, output, faults, ...(cure === undefined ? {} : { cure }) });
    });
  });
}

/** Read once more so that a missing workspace is a fault and not silence. */
for (const project of PROJECTS) readFileSync(join(root, project, 'tsconfig.json'));
await main();
