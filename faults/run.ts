import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openLog } from './log.ts';
import { PLANTED } from './planted.ts';
import { type Cluster, startCluster } from './postgres-cluster.ts';
import { type PlayedRow, playRow, type Row, type TestedRow, type Verdict } from './row.ts';
import { ROWS } from './rows/all.ts';
import type { Engine } from './stage.ts';
import { runTests } from './tested.ts';

const HELP = `Usage: pnpm faults [--only F-05,F-13] [--engine sqlite|postgres] [--seed N] [--plant BUG] [--log FILE]

Plays every fault of the list (F-01 to F-38) against real servers: one on SQLite, two on PostgreSQL. A row says what was
injected, what was checked and what came of it. Exit code 1 on a violation.

  --plant   puts a bug into the servers that the suite must find: ${Object.keys(PLANTED).join(', ')}`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    engine: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    plant: { type: 'string' },
    log: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const { plant } = values;
const seed = Number(values.seed);
const only = values.only?.split(',');
if (values.help || !Number.isSafeInteger(seed) || (plant !== undefined && !(plant in PLANTED))) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}

const log = openLog(values.log);
const tally = { rows: 0, violations: 0 };
/** Started when the first row asks for it. */
let cluster: Cluster | null = null;

const namesOf = ({ tests }: TestedRow) => tests.map(({ file }) => file.slice(file.lastIndexOf('/') + 1)).join(', ');

await main();
log.say('');
log.say(`${tally.rows} rows, ${tally.violations} violations`);
log.save();
process.exit(tally.violations > 0 || tally.rows === 0 ? 1 : 0);

async function main(): Promise<void> {
  log.say('# Faults');
  log.say('');
  log.say(`\`pnpm faults --seed ${seed}${plant === undefined ? '' : ` --plant ${plant}`}\``);
  log.say(`on Node ${process.versions.node}, ${availableParallelism()} cores. SQLite: one server. PostgreSQL: two.`);
  log.say('');
  log.say('| row | on | injected | checked | result |');
  log.say('|---|---|---|---|---|');
  try {
    for (const row of ROWS.filter(({ id }) => only === undefined || only.includes(id))) {
      if ('play' in row) await playOnEach(row);
      // A bug that is planted in the suite's server is not in the product that tests look at.
      else if (plant === undefined) tell(row, `tests: ${namesOf(row)}`, await runTests(row));
    }
  } finally {
    await cluster?.stop();
  }
}

async function playOnEach(row: PlayedRow): Promise<void> {
  for (const engine of row.engines) {
    if (values.engine !== undefined && values.engine !== engine) continue;
    if (engine === 'postgres') cluster ??= await startCluster();
    const given = { engine, cluster: engine === 'postgres' ? cluster : null, seed };
    tell(row, engine, await playRow(row, plant === undefined ? given : { ...given, plant }));
  }
}

function tell(row: Row, on: Engine | string, { violations, notes }: Verdict): void {
  tally.rows += 1;
  tally.violations += violations.length;
  const result = violations.length === 0 ? 'kept' : `${violations.length} VIOLATIONS`;
  const measured = notes.length === 0 ? '' : `: ${notes.join('; ')}`;
  log.say(`| ${row.id} | ${on} | ${row.injected} | ${row.checked} | ${result}${measured} |`);
  for (const violation of violations) log.say(`VIOLATION ${row.id} ${on}: ${violation}`);
}
