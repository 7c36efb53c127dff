import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each part of `dist/` is made of. */
const SOURCES = {
  web: ['apps/web/{src,public}/**/*', 'apps/web/*.*', 'packages/contract/src/**/*', 'scripts/build-web.ts'],
  server: ['apps/bff/{src,migrations}/**/*', 'packages/contract/src/**/*', 'scripts/{build,bundle-server}.ts'],
} as const;

const EVERYWHERE = ['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json'];
const TESTS = /\.test\.tsx?$/;

export type BuiltPart = keyof typeof SOURCES;

const stampIn = (root: string) => join(root, 'dist', 'built-from.json');

/** Says in `dist/` which sources it was built from. */
export function stampBuild(root: string): void {
  const stamp = { web: digest(root, 'web'), server: digest(root, 'server') };
  writeFileSync(stampIn(root), `${JSON.stringify(stamp)}\n`);
}

/** Whether a part of `dist/` is there and was built from the sources as they are now. */
export function isFresh(root: string, part: BuiltPart): boolean {
  if (!existsSync(stampIn(root))) return false;
  return JSON.parse(readFileSync(stampIn(root), 'utf8'))[part] === digest(root, part);
}

function digest(root: string, part: BuiltPart): string {
  const hash = createHash('sha256');
  const files = globSync([...SOURCES[part], ...EVERYWHERE], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !TESTS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files)
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}
