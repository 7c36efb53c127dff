import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../apps/bff/test/support/seeded-random.ts';
import { crowd, lookAtSessions } from './crowd.ts';
import { openCrowdStage } from './crowd-stage.ts';
import { openLog } from './log.ts';
import { startCluster } from './postgres-cluster.ts';
import type { Stage } from './stage.ts';
import { tellVisits } from './tell-visits.ts';
import { getsIn } from './visit.ts';

/** As many owners sign in when all is over. */
const LAST_LOOK = 100;
/** In the midst of a sign-in: as many as a steady pace has on a machine that keeps up. */
const MOST_AT_ONCE = 6;

const HELP = `Usage: pnpm crash-run [--sign-ins N] [--people N] [--pace N] [--seed N] [--log FILE]

Sign-ins with password and app through a proxy against two instances on PostgreSQL, while instances are killed with
kill -9 at random and started again, and once the database fails over to its synchronous standby. What people were told
is held against what is there. Fails on a violation, and when more than 1 in 1,000 has to repeat more than one step.`;

const { values } = parseArgs({
  options: {
    'sign-ins': { type: 'string', default: '10000' },
    people: { type: 'string', default: '1000' },
    pace: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    log: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
const numbers = [values['sign-ins'], values.people, values.pace, values.seed].map(Number);
const [signIns = 0, count = 0, perSecond = 0, seed = 0] = numbers;
if (!numbers.every(Number.isSafeInteger)) {
  process.stderr.write(`${HELP}\n`);
  process.exit(2);
}

const log = openLog(values.log);
const random = seededRandom(seed);
const cluster = await startCluster();
const failed = await run().finally(() => cluster.stop());
log.say(failed ? 'FAILED' : 'Everything that was promised was kept.');
log.save();
process.exit(failed ? 1 : 0);

async function run(): Promise<boolean> {
  log.say(`${signIns} sign-ins of ${count} people with password and app, ${perSecond} a second at most; seed ${seed}`);
  log.say('Two instances behind the proxy of scripts/topology.ts; PostgreSQL with a synchronous standby');
  log.say(`Node ${process.versions.node}, the server as it is written, argon2id of 19 MiB, 2 passes, 1 lane`);
  log.say('');
  const { stage, people } = await openCrowdStage(cluster, count);
  await cluster.addStandby('synchronous');
  const state = { done: 0, isOver: false };
  const faults = breakThings(stage, state);
  const visits = await crowd({
    people,
    signIns,
    perSecond,
    random,
    atOnce: MOST_AT_ONCE,
    after: (done) => {
      state.done = done;
      return false;
    },
  });
  state.isOver = true;
  const kills = await faults;
  log.say('');
  log.say(`kill -9 of an instance ${kills} times, one failover`);
  await lookAtSessions(people);
  for (const person of people.slice(0, LAST_LOOK)) await getsIn(person);
  const isBearable = tellVisits(log, visits, stage.recorder);
  const breaches = await stage.breaches(people);
  for (const breach of breaches) log.say(`VIOLATION ${breach}`);
  log.say(`${breaches.length} violations; ${LAST_LOOK} owners signed in afterwards, each in a new browser`);
  await stage.close();
  return breaches.length > 0 || !isBearable;
}

/** Until the crowd has gone. The next instance is killed when both are there, as a supervisor restarts them. */
async function breakThings(stage: Stage, state: { readonly done: number; readonly isOver: boolean }): Promise<number> {
  let kills = 0;
  let isFailedOver = false;
  for (;;) {
    await pause(random.whole(5000, 25_000));
    if (state.isOver) return kills;
    if (!isFailedOver && state.done > signIns / 2) {
      const { tookMs } = await cluster.failOver();
      isFailedOver = true;
      log.tell(`${state.done} sign-ins: the writer is killed, its standby takes its place after ${tookMs} ms`);
      continue;
    }
    const index = random.whole(0, 1);
    await stage.topology.end(index, 'SIGKILL');
    kills += 1;
    await pause(random.whole(0, 2000));
    await stage.topology.start(index);
    log.tell(`${state.done} sign-ins: instance ${index + 1} was killed and is back`);
  }
}
