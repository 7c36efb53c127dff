import { readSecretFile } from './adapters/key-ring-file.ts';

/** Why the server does not start: one line each, saying what to do. */
export class RefusedToStart extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'RefusedToStart';
    this.lines = lines;
  }
}

/** What stands in a file that a variable names. */
export function secretIn(variable: string, path: string): string {
  const read = readSecretFile(variable, path);
  if (read.kind === 'refused') throw new RefusedToStart([read.line]);
  return read.text;
}
