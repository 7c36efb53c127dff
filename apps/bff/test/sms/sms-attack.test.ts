import { expect, it } from 'vitest';
import { playAttack } from './sms-attack.ts';

const ATTACK = { signIns: 200, numbers: 50, clients: 20, people: 40 };

it.each([1, 50])('5.5 #37: of pumping with %i stolen passwords an office notices nothing', async (stolen) => {
  const seed = Date.now() % 2 ** 31;
  const report = await playAttack({ ...ATTACK, stolen, seed });
  expect(report.faults, `pnpm sms-pump --people ${ATTACK.people} --seed ${seed}`).toEqual([]);
});
