import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { isFresh, stampBuild } from './build-stamp.ts';
import { buildWeb } from './build-web.ts';
import { bundleServer, NATIVE } from './bundle-server.ts';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const bff = join(root, 'apps', 'bff');

/**
 * Builds what `pnpm start` serves: the SPA, one server file, the operators' commands, native packages, migrations.
 * With `--if-stale` only where the sources have changed since.
 */
async function main(): Promise<void> {
  if (process.argv.includes('--if-stale') && isFresh(root, 'web') && isFresh(root, 'server')) return;
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await buildWeb(join(dist, 'web'));
  bundleServer(dist);
  copyNative();
  cpSync(join(bff, 'migrations'), join(dist, 'migrations'), { recursive: true });
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ private: true, type: 'module' })}\n`);
  writeFileSync(join(dist, 'start.mjs'), START);
  stampBuild(root);
}

/** Copies the native packages with what they need at run time, found from the BFF's own dependencies. */
function copyNative(): void {
  for (const name of NATIVE) copyPackage(name, join(bff, 'package.json'));
}

function copyPackage(name: string, from: string): void {
  const folder = packageFolder(name, from);
  const target = join(dist, 'node_modules', name);
  if (folder === null || existsSync(target)) return;
  cpSync(folder, target, {
    recursive: true,
    dereference: true,
    filter: (source) => !/\/(deps|src|node_modules)(\/|$)/.test(source.slice(folder.length)),
  });
  const manifest = join(folder, 'package.json');
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) copyPackage(dependency, manifest);
}

/** Null for an optional package of another platform, which is not installed. */
function packageFolder(name: string, from: string): string | null {
  for (const folder of createRequire(realpathSync(from)).resolve.paths(name) ?? []) {
    if (existsSync(join(folder, name, 'package.json'))) return realpathSync(join(folder, name));
  }
  return null;
}

/** Written without anything that an old Node would stumble over before it can say what is wrong. */
const START = `import os from 'node:os';

const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write('The console does not start: it needs Node 24, this is Node ' + process.versions.node + '\\n');
  process.exit(1);
}
// Before anything uses the pool: as many threads as cores, so that hashes don't crowd out one another.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(2, os.availableParallelism()));
process.env.MIGRATIONS_DIRECTORY ??= import.meta.dirname + '/migrations';
process.env.WEB_DIRECTORY ??= import.meta.dirname + '/web';
await import('./server.mjs');
`;

await main();
