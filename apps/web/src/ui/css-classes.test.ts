import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(src, path), 'utf8');

/** The classes that components name, by style sheet; null where some are computed. */
function classesUsed(): Map<string, Set<string> | null> {
  const used = new Map<string, Set<string> | null>();
  for (const path of globSync('**/*.tsx', { cwd: src })) {
    const text = read(path);
    const source = text.replace(/^import .*$/gm, '');
    for (const [, name = '', sheet = ''] of text.matchAll(/import (\w+) from '(\.[^']+\.module\.css)'/g)) {
      const key = join(dirname(path), sheet);
      const known = used.get(key);
      const computed = new RegExp(`\\b${name}\\[`).test(source);
      const named = [...source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map((match) => match[1] ?? '');
      used.set(key, computed || known === null ? null : new Set([...(known ?? []), ...named]));
    }
  }
  return used;
}

const used = classesUsed();

it.each(globSync('**/*.module.css', { cwd: src }))('%s has every class that components name, and no other', (sheet) => {
  const names = used.get(sheet);
  if (names === null) return;
  const plain = read(sheet).replace(/\/\*[\s\S]*?\*\//g, '');
  const defined = new Set([...plain.matchAll(/\.([a-zA-Z]\w*)/g)].map((match) => match[1]));
  expect([...defined].sort()).toEqual([...(names ?? [])].sort());
});
