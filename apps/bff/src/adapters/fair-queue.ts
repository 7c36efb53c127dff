import type { Asker, HashTurn } from '../deps.ts';

interface Waiting extends Asker {
  /** In which round its turn comes: each further one of a client a round later. */
  readonly round: number;
  readonly start: (turn: 'now' | 'never') => void;
}

const RANK: Readonly<Record<HashTurn, number>> = { 'signed-in': 2, known: 1, stranger: 0 };

export interface FairQueue {
  /** Null at once when every place is taken and nobody who waits has to give way. */
  run<T>(asker: Asker, work: () => Promise<T>): Promise<T | null>;
  /** Whether this asker would be let in now. */
  hasRoom(asker: Asker): boolean;
  load(): { readonly running: number; readonly waiting: number };
}

/**
 * Runs `most` works at a time, while `capacity` run or wait. Nobody has a share while there is room: an office behind
 * one address is no storm. When it is full, whoever has most waiting gives way, the newcomer included; of those with
 * as many, whoever is part of what has most: many browsers of one account, many /64s of one network. Of equals a stranger
 * gives way before a browser that is known, and that before somebody signed in. Turns go round: the first work of each
 * client comes before the second of any (start-time fair queueing, Goyal et al. 1996). A stranger comes in the next round,
 * so that a storm of new addresses passes nobody who waits; who is known or signed in, in the one that is being served.
 */
export function fairQueue(most: number, capacity: number): FairQueue {
  const waiting: Waiting[] = [];
  let running = 0;
  let round = 0;
  /** The round after a client's latest, while that is yet to come. */
  const following = new Map<string, number>();

  const roundOf = ({ client, turn }: Asker) => {
    const served =
      turn === 'stranger' || waiting.length === 0 ? round + 1 : Math.min(...waiting.map((one) => one.round));
    return Math.max(served, following.get(client) ?? 0);
  };

  /** The place of who would have to give way to this asker; -1 when the asker would. */
  const givesWay = (asker: Asker): number => {
    const load = loads([asker, ...waiting]);
    let [worst, at] = [asker, -1];
    waiting.forEach((one, place) => {
      const [ofOne, ofWorst] = [load(one), load(worst)];
      const heavier = ofOne.client - ofWorst.client || ofOne.part - ofWorst.part;
      const lower = RANK[worst.turn] - RANK[one.turn];
      // Of equals the latest, but for the newcomer: nobody gives way to one who is no better.
      const later = lower === 0 && at >= 0;
      if (heavier > 0 || (heavier === 0 && (lower > 0 || later))) [worst, at] = [one, place];
    });
    return at;
  };

  const isFull = () => running + waiting.length >= capacity;
  const admit = (asker: Asker): boolean => {
    if (!isFull()) return true;
    const place = givesWay(asker);
    if (place < 0) return false;
    for (const gone of waiting.splice(place, 1)) {
      following.set(gone.client, gone.round);
      gone.start('never');
    }
    return true;
  };

  const next = (): Waiting | undefined => {
    let first = 0;
    waiting.forEach((one, place) => {
      const than = waiting[first];
      if (than === undefined) return;
      const sooner = than.round - one.round || RANK[one.turn] - RANK[than.turn];
      if (sooner > 0) first = place;
    });
    return waiting.splice(first, 1)[0];
  };

  const enter = (to: number) => {
    round = to;
    for (const [client, after] of following) if (after <= round) following.delete(client);
  };

  return {
    hasRoom: (asker) => !isFull() || givesWay(asker) >= 0,
    run: async (asker, work) => {
      if (!admit(asker)) return null;
      // Whoever ends hands its place on, so `running` stays as it is.
      if (running < most) running += 1;
      else {
        const turn = await new Promise<'now' | 'never'>((start) => {
          const one = { ...asker, round: roundOf(asker), start };
          following.set(one.client, one.round + 1);
          waiting.push(one);
        });
        if (turn === 'never') return null;
      }
      try {
        return await work();
      } finally {
        const first = next();
        if (first === undefined) running -= 1;
        else {
          if (first.round > round) enter(first.round);
          first.start('now');
        }
      }
    },
    load: () => ({ running, waiting: waiting.length }),
  };
}

/** How much of a queue is of the same client, and of the same account or network. */
function loads(all: readonly Asker[]) {
  const [clients, parts] = [new Map<string, number>(), new Map<string, number>()];
  for (const { client, part } of all) {
    clients.set(client, (clients.get(client) ?? 0) + 1);
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return ({ client, part }: Asker) => ({ client: clients.get(client) ?? 0, part: parts.get(part) ?? 0 });
}
