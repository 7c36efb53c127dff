import { seededRandom } from '../../apps/bff/test/support/seeded-random.ts';
import { crowd } from '../crowd.ts';
import type { PlayedRow } from '../row.ts';

const PEOPLE = 60;
const SIGN_INS = 200;

export const restarts: readonly PlayedRow[] = [
  {
    id: 'F-15',
    engines: ['postgres'],
    injected: `SIGTERM to one instance after the other under ${SIGN_INS} sign-ins (1,200 at 20 a second: pnpm rolling-upgrade)`,
    checked: 'exit 0 each; sign-ins go on at the other instance; none takes more than one retry',
    play: async (play) => {
      const stage = await play.open();
      const people = await stage.people(PEOPLE);
      for (const person of people) await person.enrol();
      play.watch(...people);
      const restarting = (async () => {
        for (const index of [0, 1]) {
          const { code } = await stage.topology.end(index, 'SIGTERM');
          play.hold(code === 0, `an instance ended with ${code}`);
          await stage.restart(index);
        }
      })();
      const random = seededRandom(play.seed);
      const visits = await crowd({ people, signIns: SIGN_INS, perSecond: 10, random, atOnce: 10 });
      await restarting;
      const beyond = visits.filter(({ letIn, repeated }) => !letIn || repeated.length > 1).length;
      play.hold(beyond === 0, `${beyond} sign-ins took more than one retry`);
      play.note(`${visits.filter(({ repeated }) => repeated.length === 1).length} took one`);
    },
  },
];
