import type { readEverything } from '../apps/bff/test/support/invariants.ts';
import type { Person } from './person.ts';
import type { Recorder } from './recorder.ts';

export type Everything = Awaited<ReturnType<typeof readEverything>>;

/** How things stand with people, as the database has it. @param from when it was asked. */
export function observe(recorder: Recorder, people: readonly Person[], everything: Everything, from: number): void {
  const ids = new Map(everything.accounts.map(({ login, id }) => [login, id]));
  const bound = Map.groupBy(everything.authenticators, ({ accountId }) => accountId);
  const codes = Map.groupBy(everything.recoveryCodes, ({ accountId }) => accountId);
  const events = Map.groupBy(everything.events, ({ accountId }) => accountId);
  for (const person of people) {
    const id = ids.get(person.login) ?? '';
    const told = (kind: string) => (events.get(id) ?? []).filter((event) => event.kind === kind).length;
    const active = (codes.get(id) ?? []).filter(({ state }) => state === 'active').length;
    const { twoFactor, signIns, authenticatorsAdded } = person.things();
    const added = told('authenticator-added');
    recorder.see(twoFactor, stateOf(bound.get(id)?.length ?? 0, active, added), from);
    recorder.see(signIns, told('signed-in'), from);
    recorder.see(authenticatorsAdded, added, from);
  }
}

/** On is an authenticator, a recovery code and the event of it, together. */
function stateOf(bound: number, active: number, told: number): string {
  if (bound === 0 && active === 0) return 'off';
  return bound > 0 && active === 1 && told > 0 ? 'on' : `${bound} authenticators, ${active} codes, ${told} events`;
}
