import type { Log } from './log.ts';
import type { Recorder } from './recorder.ts';
import type { Visit } from './visit.ts';

/** So many of a thousand may have to repeat more than one step. */
const BEARABLE_PER_MILLE = 1;

/** Says how sign-ins went. @returns whether few enough people had to repeat more than one step. */
export function tellVisits(log: Log, visits: readonly Visit[], { asked, answers }: Recorder): boolean {
  const letIn = visits.filter((one) => one.letIn).length;
  const told = (kind: string) => asked.filter((one) => one.told === kind).length;
  const repeating = (count: number) => visits.filter(({ repeated }) => repeated.length === count).length;
  const moreThanOne = visits.filter(({ repeated }) => repeated.length > 1);
  const took = visits.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  log.say(
    `${letIn} of ${visits.length} sign-ins ended signed in; half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms`,
  );
  log.say(
    `requests: ${told('acknowledged')} acknowledged, ${told('refused')} refused, ${told('unknown')} without a word`,
  );
  const byCount = [...answers].toSorted(([, a], [, b]) => b - a);
  log.say(`answers: ${byCount.map(([answer, count]) => `${answer} ${count}`).join(', ')}`);
  log.say(`nothing to repeat: ${repeating(0)}; one step once: ${repeating(1)}; more: ${moreThanOne.length}`);
  for (const { repeated } of moreThanOne) log.say(`  repeated: ${repeated.join(', ')}`);
  const isWithin = moreThanOne.length <= (visits.length * BEARABLE_PER_MILLE) / 1000;
  if (letIn < visits.length) log.say(`VIOLATION ${visits.length - letIn} were not let in at all`);
  if (!isWithin) log.say(`VIOLATION more than ${BEARABLE_PER_MILLE} in 1,000 had to repeat more than one step`);
  return isWithin && letIn === visits.length;
}
