import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { authenticatorKind, stepUpMethod } from '@wattsense/contract/vocabulary';
import { expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '..');
const names = [...new Set<string>([...authenticatorKind.options, ...stepUpMethod.options])].join('|');

/** A kind or a method by name: as a value, as a member of an object, or as the member that is read. */
const NAMED = new RegExp(`['"\`](?:${names})['"\`]|[{,]\\s*(?:${names})\\??:|(?<!\\.)\\.(?:${names})\\b(?!['"])`, 'g');

/** WebOTP's own word for how a code comes (https://wicg.github.io/web-otp/). */
const ELSEWHERE = new Set(['ui/use-web-otp.ts']);

function named(source: string): string[] {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').match(NAMED) ?? [];
}

it('finds a name where there is one', () => {
  expect(named("const kinds = ['app'];")).toEqual(["'app'"]);
  expect(named('view.phone')).toEqual(['.phone']);
  expect(named('{ sms: 1 }')).toEqual(['{ sms:']);
  expect(named("import { App } from './app.tsx'; // an 'app'")).toEqual([]);
});

it('names no kind and no method outside the rooms and their registries', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: src, exclude: ['authenticators/**', '**/*.test.ts'] });
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((file) => !ELSEWHERE.has(file))
    .flatMap((file) => named(readFileSync(join(src, file), 'utf8')).map((name) => `${file}: ${name}`));
  expect(found).toEqual([]);
});
