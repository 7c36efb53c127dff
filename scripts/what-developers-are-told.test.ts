import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isFresh, stampBuild } from './build-stamp.ts';

const root = resolve(import.meta.dirname, '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

function emptyRoot(files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of [...files, 'dist/web/index.html']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'as it was');
  }
  return folder;
}

test('D062: pages that were built from other sources are known to be old, whatever was changed', () => {
  const sources = ['apps/web/src/app.tsx', 'apps/web/public/robots.txt', 'packages/contract/src/session.ts'];
  const folder = emptyRoot([...sources, 'pnpm-lock.yaml']);
  expect(isFresh(folder, 'web')).toBe(false);
  for (const changed of [...sources, 'pnpm-lock.yaml', 'apps/web/src/new.ts']) {
    stampBuild(folder);
    expect([changed, isFresh(folder, 'web')]).toEqual([changed, true]);
    writeFileSync(join(folder, changed), 'otherwise');
    expect([changed, isFresh(folder, 'web')]).toEqual([changed, false]);
  }
  stampBuild(folder);
  writeFileSync(join(folder, 'apps/web/src/app.test.tsx'), 'a test is in no build');
  expect(isFresh(folder, 'web')).toBe(true);
});

test('D062: every fixture of both kinds of tests is explained to who writes one', () => {
  const ofServer = [...read('apps', 'bff', 'test', 'support', 'test.ts').matchAll(/\.extend\(\s*'(\w+)'/g)];
  const ofBrowser = /interface Fixtures \{(.*?)\n\}/s.exec(read('e2e', 'support', 'test.ts'))?.[1] ?? '';
  const names = [...ofServer, ...ofBrowser.matchAll(/readonly (\w+):/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(10);
  const explained = new Set([...read('docs', 'testing.md').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  // What a flow's errors are gathered in: no test asks for it.
  expect(names.filter((name) => name !== 'faults' && !explained.has(name))).toEqual([]);
});

test('D062: what is badly formatted is told together with the command that mends it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'form-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'badly.ts');
  writeFileSync(file, 'export   const  one = "1"');
  const [, cure = ''] = /'pnpm exec (biome check --write) \.'/.exec(read('scripts', 'check.ts')) ?? [];
  const [command = '', ...args] = cure.split(' ');
  const config = ['--config-path', root, '--vcs-enabled=false'];
  const { status } = spawnSync(join(root, 'node_modules', '.bin', command), [...args, ...config, file]);
  expect([status, readFileSync(file, 'utf8')]).toEqual([0, "export const one = '1';\n"]);
});
