import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { runModel } from '../apps/bff/test/model/model-runs.ts';

/**
 * Plays many random sequences of two browsers on one account against the model, and writes what came of it.
 * `node scripts/model-run.ts --runs 10000 --seed 42 --log docs/evidence/model-run.txt`
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    longest: { type: 'string', default: '40' },
    log: { type: 'string' },
  },
});
const [runs, seed, longest] = [Number(values.runs), Number(values.seed), Number(values.longest)];
if (![runs, seed, longest].every(Number.isSafeInteger)) {
  process.stderr.write('--runs, --seed and --longest are whole numbers\n');
  process.exit(2);
}

const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
const passed = await runModel({ runs, seed, longest, say, progress: (line) => process.stderr.write(`${line}\n`) });
if (values.log !== undefined) {
  mkdirSync(dirname(values.log), { recursive: true });
  writeFileSync(values.log, `${lines.join('\n')}\n`);
}
process.exit(passed ? 0 : 1);
