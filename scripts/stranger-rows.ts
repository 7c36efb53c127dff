import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { compareSteps, MOST } from '../apps/bff/test/limits/rows-beside.ts';

const HELP = `Usage: pnpm stranger-rows [--rows <n>] [--rounds <n>] [--engine sqlite|postgres] [--log <file>]

Makes so many rows of each kind that a stranger can make (a million by default), in one of two databases, and goes through
every step of a person in both, in turn. Prints what each step costs at the median with the rows and without, the hash of a
password left out. Ends with 1 when one costs more than twice as much.`;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '40' },
    engine: { type: 'string', default: 'sqlite' },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [rows, rounds] = [Number(values.rows), Number(values.rounds)];
const engine = (['sqlite', 'postgres'] as const).find((one) => one === values.engine);
if (values.help || ![rows, rounds].every(Number.isSafeInteger) || engine === undefined) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}

const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};

const holds = await compareSteps({ engine, rows, rounds, elapsedMs: () => performance.now(), say });
say('');
say(holds ? `Every step stays within ${MOST} times its cost.` : 'FAILED');
if (values.log !== undefined) {
  mkdirSync(dirname(values.log), { recursive: true });
  writeFileSync(values.log, `${lines.join('\n')}\n`);
}
process.exit(holds ? 0 : 1);
