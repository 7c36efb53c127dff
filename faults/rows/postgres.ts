import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '../../apps/bff/test/support/run-command.ts';
import type { Person } from '../person.ts';
import { startCluster } from '../postgres-cluster.ts';
import type { Play, PlayedRow } from '../row.ts';
import { Stage } from '../stage.ts';
import { getsIn, visit } from '../visit.ts';

const POSTGRES = ['postgres'] as const;
const FROZEN_MS = 30_000;

/** The second step, with the connection to the database cut at a point of it. */
async function cutAt(play: Play, text: string, when: 'before' | 'answered'): Promise<void> {
  const stage = await play.open();
  const person = await stage.owner(0);
  play.watch(person);
  await stage.advance(30);
  await person.anew().password('must');
  const step = person.nextStep();
  const cut = play.cluster?.way.cutAt(text, when);
  const { told, status } = await person.answer(step);
  await cut;
  play.note(`cut ${when === 'before' ? 'before' : 'after'} ${text}: ${status}`);
  play.hold(told === 'unknown' && status === 503, `it was answered ${status}`);
  // Either this try has the session and the code is used, or neither: the code is good once more.
  const again = await person.answer(step);
  const isUsed = again.problem?.type === 'challenge-over';
  play.hold(again.told === 'acknowledged' || isUsed, `the same again was answered ${again.problem?.type}`);
  await stage.advance(60);
  await getsIn(person);
}

/** An instance stops for 30 s at a point of the second step, while the person goes on at the other one. */
async function frozenAt(play: Play, when: 'before' | 'amid', statement: string): Promise<void> {
  const stage = await play.open();
  const person = await stage.owner(0);
  play.watch(person);
  await stage.advance(30);
  await person.anew().password('must');
  const step = person.nextStep();
  await stage.order(0, { kind: 'freeze', when, statement });
  const stale = person.answer(step);
  const began = performance.now();
  await pause(500);
  const other = stage.browser(1, person.browser);
  const waits: number[] = [];
  let isIn = false;
  for (let tries = 0; !isIn && tries < 20; tries += 1) {
    const outcome = await person.answer(step, 'may', other);
    waits.push(outcome.tookMs);
    isIn = outcome.told === 'acknowledged';
    if (!isIn) await pause(1000);
  }
  play.hold(isIn, 'the other instance did not serve');
  play.note(`${when} ${statement}: in after ${Math.round(performance.now() - began)} ms, ${waits.length} tries`);
  await pause(Math.max(0, FROZEN_MS - (performance.now() - began)));
  stage.topology.instance(0).child.kill('SIGCONT');
  const { told } = await stale;
  play.hold(told !== 'acknowledged', 'the woken instance completed what was stale');
  await stage.advance(60);
  await getsIn(person);
}

export const postgres: readonly PlayedRow[] = [
  {
    id: 'F-13',
    engines: POSTGRES,
    injected:
      'the connection is cut before a statement, in the transaction, at COMMIT before it arrives and after it ran',
    checked: '503; the try has its session or the code is unused, never half; no instance ends; in with the next code',
    play: async (play) => {
      await cutAt(play, 'challenge_by_token', 'before');
      await cutAt(play, 'authenticator_spend_step', 'before');
      await cutAt(play, 'commit', 'before');
      await cutAt(play, 'commit', 'answered');
    },
  },
  {
    id: 'F-14',
    engines: POSTGRES,
    injected:
      'failover under sign-ins to a synchronous standby; then to an asynchronous one that lags (10,000: crash-run)',
    checked:
      'synchronous: nothing acknowledged is lost. Asynchronous: what came back is listed; dead after "db after-restore"',
    play: async (play) => {
      await failOverSynchronously(play);
      await failOverBehind(play);
    },
  },
  {
    id: 'F-16',
    engines: POSTGRES,
    injected:
      'SIGSTOP of an instance for 30 s: before the unit that opens the session, and in its midst, holding locks',
    checked: 'the other serves, at once or when the locks time out; the woken one completes nothing; one session',
    play: async (play) => {
      await frozenAt(play, 'before', 'account_admit');
      await frozenAt(play, 'amid', 'authenticator_spend_step');
    },
  },
];

/** Stages on a cluster of their own, since it does not come back as it was. */
async function onCluster(
  play: Play,
  kind: 'synchronous' | 'asynchronous',
  act: (stage: Stage, people: readonly Person[], own: NonNullable<Play['cluster']>) => Promise<readonly Person[]>,
) {
  const cluster = await startCluster();
  const stage = await Stage.open({ engine: 'postgres', cluster });
  try {
    const people = await stage.people(20);
    for (const person of people) await person.enrol();
    await cluster.addStandby(kind);
    await stage.advance(30);
    const held = await act(stage, people, cluster);
    for (const breach of await stage.breaches(held)) play.hold(false, breach);
  } finally {
    await stage.close();
    await cluster.stop();
  }
}

const failOverSynchronously = (play: Play) =>
  onCluster(play, 'synchronous', async (stage, people, cluster) => {
    const half = people.length / 2;
    const visits = people.slice(0, half).map(visit);
    await pause(100);
    const { tookMs } = await cluster.failOver();
    visits.push(...people.slice(half).map(visit));
    const done = await Promise.all(visits);
    play.hold(
      done.every(({ letIn }) => letIn),
      'somebody was not let in',
    );
    play.note(`synchronous: ${done.length} sign-ins over a failover of ${tookMs} ms`);
    await stage.advance(60);
    for (const person of people.slice(0, 5)) await getsIn(person);
    return people;
  });

/** What only the lost writer knew is listed, and then ended: nobody can be held to what the database never had. */
const failOverBehind = (play: Play) =>
  onCluster(play, 'asynchronous', async (stage, people, cluster) => {
    const [before, after] = people;
    if (before === undefined || after === undefined) throw new Error('nobody');
    await before.anew().signIn();
    await pause(1000);
    cluster.detachStandby();
    const used = after.nextStep();
    const browser = after.parts.browser();
    // Past the history: it holds a database to what it acknowledged, and this one is known not to keep it.
    await browser.signIn(after.login);
    await browser.answer('otp', after.codeAt(used));
    await cluster.failOver();
    await pause(1000);
    const lost = (await browser.session()).body.state !== 'authenticated';
    play.hold(lost, 'the standby knew what it could not know');
    const revived = await isGood(stage, after, used);
    play.note(`asynchronous: one session lost, its code ${revived ? 'good again' : 'not good again'}`);
    const ended = await runCommand(['db', 'after-restore'], stage.environment);
    play.hold(ended.code === 0, ended.complaint);
    play.hold(!(await isGood(stage, after, used)), 'a used code is good after "db after-restore"');
    play.hold((await before.browser.session()).body.state === 'anonymous', 'a session outlived "db after-restore"');
    await stage.advance(90);
    for (const person of [before, after]) await getsIn(person);
    // Of the other one more happened than the history was told.
    return [before];
  });

/** Whether somebody gets in with the code of a step. */
async function isGood(stage: Stage, person: Person, step: number): Promise<boolean> {
  const browser = stage.browser();
  for (let tries = 0; tries < 10; tries += 1) {
    const { body, status } = await browser.signIn(person.login);
    if (status === 503) await pause(500);
    if (body?.state === 'challenged') break;
  }
  return (await browser.answer('otp', person.codeAt(step))).body?.state === 'authenticated';
}
