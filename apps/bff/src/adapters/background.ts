import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Background, Log } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { errorFields } from './json-log.ts';

/**
 * Starts each work in a later turn of the event loop, so that the answer leaves first.
 * A work that fails is logged by its name; nobody else waits for it.
 */
export function createBackground(log: Log): Background {
  const underway = new Set<Promise<void>>();
  const failed = (name: string) => (thrown: unknown) =>
    log.error('background work failed', { event: name, ...errorFields(thrown) });
  const run: Background['run'] = (name, work) => {
    const running = nextTurn()
      .then(work)
      .catch(failed(name))
      .finally(() => underway.delete(running));
    underway.add(running);
  };
  return {
    run,
    // Again until nothing is left: a work may have started another.
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
    ...debts(run, failed),
  };
}

type Debt = () => Promise<'settled' | 'still owed'>;

/** What is owed to the database, by subject, in the order in which it came to be owed. */
function debts(
  run: Background['run'],
  failed: (name: string) => (thrown: unknown) => void,
): Pick<Background, 'owe' | 'settleOwed'> {
  const owed = new Map<string, Debt[]>();
  const settling = new Map<string, Promise<boolean>>();

  const settle = async (subject: string): Promise<boolean> => {
    for (let debt = owed.get(subject)?.[0]; debt !== undefined; debt = owed.get(subject)?.[0]) {
      if ((await debt()) === 'still owed') return false;
      owed.get(subject)?.shift();
    }
    owed.delete(subject);
    return true;
  };
  /** One at a time for each subject, so that nothing is done twice. */
  const settleOnce = (subject: string): Promise<boolean> => {
    const running = settling.get(subject) ?? settle(subject).finally(() => settling.delete(subject));
    settling.set(subject, running);
    return running;
  };

  return {
    owe: (subject, name, work) => {
      const debt: Debt = async () => {
        try {
          await work();
        } catch (thrown) {
          if (thrown instanceof Unavailable) return 'still owed';
          failed(name)(thrown);
        }
        return 'settled';
      };
      // Known as owed from now on, whoever asks next; begun when the answer has left.
      owed.set(subject, [...(owed.get(subject) ?? []), debt]);
      const { promise, resolve } = Promise.withResolvers<void>();
      run(name, () => settleOnce(subject).then(() => resolve()));
      return promise;
    },
    settleOwed: async (subject) => {
      const subjects = subject === undefined ? [...owed.keys()] : owed.has(subject) ? [subject] : [];
      const done = await Promise.all(subjects.map(settleOnce));
      if (subject !== undefined && done.includes(false)) throw new Unavailable('owed');
      return done.filter((one) => !one).length;
    },
  };
}
