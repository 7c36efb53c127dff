import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RELEASE } from '../apps/bff/src/release.ts';
import { MIGRATIONS } from '../apps/bff/test/support/migrations.ts';
import { seededRandom } from '../apps/bff/test/support/seeded-random.ts';
import type { Program } from '../scripts/console-process.ts';
import { FIRST_RELEASE, unpackFirstRelease } from '../scripts/first-release.ts';
import { crowd, lookAtSessions } from './crowd.ts';
import { openCrowdStage } from './crowd-stage.ts';
import { openLog } from './log.ts';
import { startCluster } from './postgres-cluster.ts';
import type { Stage } from './stage.ts';
import { tellVisits } from './tell-visits.ts';

const HELP = `Usage: pnpm rolling-upgrade [--seconds N] [--pace N] [--seed N] [--log FILE]

Two instances of the first release, taken from its commit, on PostgreSQL are restarted one by one as the present release, with
its migrations, while people sign in with password and app. Fails on a violation and on a sign-in that takes more than one retry.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    pace: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    log: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const numbers = [values.seconds, values.pace, values.seed].map(Number);
const [seconds = 0, perSecond = 0, seed = 0] = numbers;
if (values.help || !numbers.every(Number.isSafeInteger)) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}

const log = openLog(values.log);
const first = unpackFirstRelease();
const cluster = await startCluster();
const isKept = await run().finally(async () => {
  await cluster.stop();
  first.remove();
});
log.say(isKept ? 'No sign-in failed beyond one retry.' : 'FAILED');
log.save();
process.exit(isKept ? 0 : 1);

async function run(): Promise<boolean> {
  const signIns = seconds * perSecond;
  // A code is good once in 30 s: so many people are needed for the pace.
  const count = perSecond * 30;
  log.say(`${signIns} sign-ins of ${count} people with password and app, ${perSecond} a second; seed ${seed}`);
  log.say(
    `Two instances of ${FIRST_RELEASE.version} (${FIRST_RELEASE.commit.slice(0, 7)}) behind the proxy of scripts/topology.ts, PostgreSQL;`,
  );
  log.say(`they become ${RELEASE}, which brings its migrations`);
  log.say('');
  const { stage, people } = await openCrowdStage(cluster, count, await asFirstRelease());
  const began = performance.now();
  const upgrade = upgradeOneByOne(stage);
  const visits = await crowd({ people, signIns, perSecond, random: seededRandom(seed), atOnce: 2 * perSecond });
  const took = (performance.now() - began) / 1000;
  await upgrade;
  await lookAtSessions(people);
  log.say('');
  log.say(`${(visits.length / took).toFixed(1)} sign-ins a second`);
  const isBearable = tellVisits(log, visits, stage.recorder);
  const beyond = visits.filter(({ repeated }) => repeated.length > 1).length;
  if (beyond > 0) log.say(`VIOLATION ${beyond} sign-ins took more than one retry`);
  const breaches = await stage.breaches(people);
  for (const breach of breaches) log.say(`VIOLATION ${breach}`);
  log.say(`${breaches.length} violations`);
  await stage.close();
  return isBearable && beyond === 0 && breaches.length === 0;
}

/** The servers and the accounts of the first release, by its own code. */
async function asFirstRelease() {
  const { programs, migrations } = await first.bundle();
  return {
    entry: join(programs, 'server.mjs') as Program,
    environment: { MIGRATIONS_DIRECTORY: migrations },
    addAccounts: async (environment: Readonly<Record<string, string>>, logins: readonly string[]) => {
      const given = [environment, logins].map((one) => JSON.stringify(one)).join(', ');
      const script = `import { addAccounts } from './apps/bff/test/console-files.ts'; await addAccounts(${given}); process.exit()`;
      await first.run('--input-type=module', ['-e', script]);
    },
  };
}

/** As an operator does it: one instance after another, each waited for. */
async function upgradeOneByOne(stage: Stage): Promise<void> {
  for (const index of [0, 1]) {
    await pause((seconds * 1000) / 3);
    const { code } = await stage.topology.end(index, 'SIGTERM');
    log.tell(`instance ${index + 1} was told to stop, finished what it had begun and ended with ${code}`);
    await stage.topology.start(index, { entry: 'sources', environment: { MIGRATIONS_DIRECTORY: MIGRATIONS } });
    log.tell(`instance ${index + 1} is back as ${RELEASE}`);
  }
}
