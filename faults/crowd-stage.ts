import type { Person } from './person.ts';
import type { Cluster } from './postgres-cluster.ts';
import { Stage, type StageOptions } from './stage.ts';

const AT_ONCE = 8;

type As = Pick<StageOptions, 'entry' | 'environment' | 'addAccounts'>;

/** Two instances of the product as it is, or as told, and people who have turned two-factor on. */
export async function openCrowdStage(cluster: Cluster, count: number, as: As = {}) {
  const stage = await Stage.open({ engine: 'postgres', cluster, entry: 'sources', ...as });
  const people = await stage.people(count);
  const waiting = people.values();
  const enrolSome = async () => {
    for (const person of waiting) await person.enrol();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enrolSome));
  return { stage, people: people as readonly Person[] };
}
