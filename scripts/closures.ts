import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** How many files a flow may need at run time, itself included: what a reader has to trust to follow it. */
const LIMITS: Readonly<Record<string, number>> = {
  'flows/enrolment/confirm-enrolment.ts': 30,
  'flows/sign-in/answer-challenge.ts': 30,
};
/** What vanishes in the types is imported by nobody; an import of types alone loads nothing. */
const IMPORT = /^(?:import|export) (?!type )([^;]*?) from '(\.{1,2}\/[^']+)';$/gm;

/** Every file of ours that one loads, with those that these load. */
export function closureOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, names = '', path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT))
    if (!isTypesAlone(names)) closureOf(resolve(dirname(file), path), seen);
  return seen;
}

const isTypesAlone = (names: string) => /^\{(?:\s*type [^,}]+,?)+\s*\}$/.test(names);

/** Flows that need more files than they may, one line each. */
export function sprawling(root: string): string[] {
  const source = join(root, 'apps', 'bff', 'src');
  return Object.entries(LIMITS)
    .map(([flow, limit]) => ({ flow, limit, files: closureOf(join(source, flow)).size }))
    .filter(({ files, limit }) => files > limit)
    .map(({ flow, files, limit }) => `${flow} needs ${files} files at run time: the limit is ${limit}`);
}

if (process.argv[1] === import.meta.filename) {
  const source = resolve(import.meta.dirname, '..', 'apps', 'bff', 'src');
  for (const flow of Object.keys(LIMITS)) {
    const files = [...closureOf(join(source, flow))].map((file) => relative(source, file)).toSorted();
    process.stdout.write(`${flow}: ${files.length} files\n${files.map((file) => `  ${file}\n`).join('')}`);
  }
}
