import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../person.ts';
import type { Play, PlayedRow } from '../row.ts';
import { getsIn } from '../visit.ts';

const BOTH = ['sqlite', 'postgres'] as const;
const HOUR = 3600;
/** An instance measures how far it is from the database's clock every 30 s. */
const MEASURED_AGAIN_MS = 32_000;

type Stage = Awaited<ReturnType<Play['open']>>;

/** Puts every host's clock wrong, or right again. On PostgreSQL that changes nothing: the time is the database's. */
async function setHostClocks(stage: Stage, seconds: number): Promise<void> {
  await stage.orderAll({ kind: 'host-clock', seconds });
}

const readiness = async (stage: Stage, index: number) => {
  const { body } = await stage.browser(index).send<{ checks?: { clock: string } }>('GET', '/readyz');
  return body.checks?.clock ?? 'unknown';
};

/** A code by the true time, while the server's is another. */
async function tryWithTrueTime(person: Person, play: Play, entitled: 'must' | 'never'): Promise<void> {
  await person.anew().password();
  const { told } = await person.answer(person.nextStep(), entitled);
  play.note(`a code of the true time is ${told}`);
}

async function jump(play: Play, seconds: number): Promise<void> {
  const stage = await play.open();
  const person = await stage.owner();
  const plain = await stage.person();
  play.watch(person);
  await stage.advance(30);
  await setHostClocks(stage, seconds);
  // Meanwhile somebody signs in with a password alone: a session of the wrong time must not outlive the wrong clock.
  await plain.password('may', { opens: true });
  const isOff = play.engine === 'sqlite';
  await tryWithTrueTime(person, play, isOff ? 'never' : 'must');
  await setHostClocks(stage, 0);
  const { body } = await plain.browser.session();
  if (!isOff) play.hold(body.state === 'authenticated', 'a session of the right time has ended');
  else if (seconds > HOUR) play.hold(body.state === 'anonymous', 'a session that begins in the future lives');
  await stage.advance(30);
  await getsIn(person);
}

export const clocks: readonly PlayedRow[] = [
  {
    id: 'F-09',
    engines: BOTH,
    injected: 'the hosts’ clocks are put forward by an hour, a day, a year, and right again',
    checked:
      'nobody is in who is not entitled; sessions from the future have ended; with the database’s time nothing changes; owners get in within a step',
    play: async (play) => {
      for (const seconds of [HOUR, 24 * HOUR, 365 * 24 * HOUR]) await jump(play, seconds);
    },
  },
  {
    id: 'F-10',
    engines: BOTH,
    injected: 'the hosts’ clocks are put back by an hour and by a day after a code was used',
    checked: 'used stays used; challenges and sessions live no longer; owners get in when the time is right',
    play: async (play) => {
      for (const seconds of [-HOUR, -24 * HOUR]) {
        const stage = await play.open();
        const person = await stage.owner();
        play.watch(person);
        await stage.advance(30);
        await person.anew().password('must');
        const step = person.nextStep();
        await person.answer(step, 'must');
        await person.anew().password('must');
        await setHostClocks(stage, seconds);
        await person.answer(step, 'never');
        await setHostClocks(stage, seconds - 30);
        await person.anew().password();
        await person.answer(step, 'never');
        await setHostClocks(stage, 0);
        await stage.advance(60);
        await getsIn(person);
      }
    },
  },
  {
    id: 'F-11',
    engines: ['postgres'],
    injected: 'the second host’s clock is 5 s and then 45 s ahead of the first',
    checked: 'verdicts go by the database’s clock; readiness warns; a code used on one is used on the other',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner(0);
      play.watch(person);
      for (const seconds of [5, 45]) {
        await stage.topology.end(1, 'SIGTERM');
        await stage.restart(1, { FAULTS_HOST_CLOCK_SECONDS: String(seconds) });
        play.hold((await readiness(stage, 1)) === 'off', `${seconds} s are not warned of`);
        play.hold((await readiness(stage, 0)) === 'agrees', 'the host whose clock is right is warned');
        await stage.advance(60);
        await person.anew().password('must');
        const step = person.step();
        await person.answer(step, 'must');
        const other = stage.browser(1);
        await other.signIn(person.login);
        await person.answer(step, 'never', other);
        const early = stage.browser(1);
        await early.signIn(person.login);
        await person.answer(step + 2, 'never', early);
      }
      // A clock that jumps while the instance runs is measured again within half a minute.
      await stage.order(1, { kind: 'host-clock', seconds: 3 * HOUR });
      await pause(MEASURED_AGAIN_MS);
      play.hold((await readiness(stage, 1)) === 'off', 'a jump is not warned of');
      await stage.advance(60);
      const late = stage.browser(1);
      await late.signIn(person.login);
      await person.answer(person.step(), 'must', late);
    },
  },
];
