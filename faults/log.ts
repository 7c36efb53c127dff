import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Log {
  say(line: string): void;
  /** The same, with the time since the log began. */
  tell(line: string): void;
  save(): void;
}

/** Lines for whoever looks on, and for a file where one is named. */
export function openLog(file: string | undefined): Log {
  const lines: string[] = [];
  const began = performance.now();
  const say = (line: string) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  };
  return {
    say,
    tell: (line) => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`),
    save: () => {
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${lines.join('\n')}\n`);
    },
  };
}
