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
 * client comes before the second of any (start-time fair queueing, Goyal et al. 1996). Who comes is served in the next
 * round, so that a storm of new addresses passes nobody who waits; of each account one who is known or signed in comes
 * in the present round.
 */
export function fairQueue(most: number, capacity: number): FairQueue {
  const waiting: Waiting[] = [];
  let running = 0;
  const rounds = rememberedRounds();

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
      rounds.leave(gone);
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

  return {
    hasRoom: (asker) => !isFull() || givesWay(asker) >= 0,
    run: async (asker, work) => {
      if (!admit(asker)) return null;
      // Whoever ends hands its place on, so `running` stays as it is.
      if (running < most) running += 1;
      else {
        const turn = await new Promise<'now' | 'never'>((start) => {
          waiting.push({ ...asker, round: rounds.join(asker, waiting), start });
        });
        if (turn === 'never') return null;
      }
      try {
        return await work();
      } finally {
        const first = next();
        if (first === undefined) running -= 1;
        else {
          rounds.serve(first.round);
          first.start('now');
        }
      }
    },
    load: () => ({ running, waiting: waiting.length }),
  };
}

/** In which round each turn comes, by what was served before. */
function rememberedRounds() {
  let served = 0;
  /** The round after a client's latest. */
  const following = new Map<string, number>();
  /** In which round an account has come before the strangers who wait. */
  const favoured = new Map<string, number>();
  const roundOf = ({ client, part, turn }: Asker, waiting: readonly Waiting[]): number => {
    const after = following.get(client) ?? 0;
    if (turn === 'stranger' || waiting.length === 0) return Math.max(served + 1, after);
    const present = Math.min(...waiting.map(({ round }) => round));
    // Once for all sessions and browsers of an account, of which there can be any number.
    if (after > present || (favoured.get(part) ?? 0) >= present) return Math.max(served + 1, after);
    favoured.set(part, present);
    return present;
  };
  return {
    join: (asker: Asker, waiting: readonly Waiting[]): number => {
      const round = roundOf(asker, waiting);
      following.set(asker.client, round + 1);
      return round;
    },
    /** Of somebody who gave way: what was not served counts for nothing. */
    leave: ({ client, round }: Waiting) => void following.set(client, round),
    serve: (round: number) => {
      if (round <= served) return;
      served = round;
      for (const [client, after] of following) if (after <= served) following.delete(client);
      for (const [part, when] of favoured) if (when < served) favoured.delete(part);
    },
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
