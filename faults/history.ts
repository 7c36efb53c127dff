/**
 * What a client was told: done; not done; or nothing that says either (no answer, a proxy's, or a 5xx).
 */
export type Told = 'acknowledged' | 'refused' | 'unknown';

/** What a request brings about when it is done. A request that is not done brings about none of it. */
export type Effect =
  /** Uses up something that is good once: a time step, a recovery code, a challenge. */
  | { readonly kind: 'spend'; readonly secret: string }
  /** Gives something one of its values: `two-factor of alice` is `on`. */
  | { readonly kind: 'set'; readonly thing: string; readonly value: string }
  /** Leaves one more of a kind behind: an event, a session. */
  | { readonly kind: 'add'; readonly thing: string };

/** A request: who asked when, what it would bring about, and what came back. Times are of one clock, in ms. */
export interface Asked {
  readonly who: string;
  readonly what: string;
  readonly from: number;
  readonly until: number;
  readonly told: Told;
  /**
   * `must`: whoever asks holds all that is needed and nothing is broken, so it must be granted. `may`: it may be granted
   * or not. `never`: it must not be granted, whatever is broken.
   */
  readonly entitled: 'must' | 'may' | 'never';
  readonly effects: readonly Effect[];
}

/** What was found when looked at: a value, or how many there are. */
export interface Seen {
  readonly thing: string;
  readonly value: string | number;
  readonly from: number;
  readonly until: number;
}

export interface History {
  readonly asked: readonly Asked[];
  readonly seen: readonly Seen[];
}

/**
 * Holds a history against what is promised, in the manner of Jepsen: acknowledged stays, unacknowledged is whole or
 * absent, used stays used, the owner gets in, nobody else does (security.md 3.0).
 * @returns one line for each breach; none when the promises were kept.
 */
export function breachesOf(history: History): string[] {
  return [
    ...history.asked.flatMap(entitlementBreaches),
    ...spentTwice(history),
    ...wrongValues(history),
    ...wrongCounts(history),
  ];
}

function entitlementBreaches({ who, what, told, entitled }: Asked): string[] {
  if (entitled === 'must' && told !== 'acknowledged') return [`${who} was not let in: ${what} (${told})`];
  if (entitled === 'never' && told === 'acknowledged') return [`${who} was let in: ${what}`];
  return [];
}

/** Each secret is granted to one request at most, and to none that began after it was found to be used. */
function spentTwice({ asked, seen }: History): string[] {
  const granted = new Map<string, Asked[]>();
  for (const one of asked) {
    if (one.told !== 'acknowledged') continue;
    for (const effect of one.effects)
      if (effect.kind === 'spend') granted.set(effect.secret, [...(granted.get(effect.secret) ?? []), one]);
  }
  const breaches: string[] = [];
  for (const [secret, by] of granted) {
    if (by.length > 1) breaches.push(`${secret} was good ${by.length} times: ${by.map(({ what }) => what).join(', ')}`);
    const used = seen.find((one) => one.thing === secret && one.value === 'used');
    const after = used && by.find(({ from }) => from > used.until);
    if (after) breaches.push(`${secret} was good again after it had been used: ${after.what}`);
  }
  return breaches;
}

/** A value that something was given, by whom nobody may know; `until` is when it is certain, if ever. */
interface Given {
  readonly value: string;
  readonly from: number;
  readonly until: number;
}

/**
 * Every value found is one that may be there: given by a request that was not refused and had begun, and not certainly
 * replaced by a later one. A value found is certain from then on, so that nothing comes and goes.
 */
function wrongValues({ asked, seen }: History): string[] {
  const given = givenValues(asked);
  const breaches: string[] = [];
  for (const look of seen.toSorted((a, b) => a.from - b.from)) {
    const writes = given.get(look.thing);
    if (writes === undefined || typeof look.value === 'number') continue;
    const possible = writes.filter((one) => one.from < look.until && !isReplaced(one, writes, look.from));
    const source = possible.findLast(({ value }) => value === look.value);
    if (source === undefined) {
      const could = [...new Set(possible.map(({ value }) => value))].join(' or ');
      breaches.push(`${look.thing} is ${look.value}, and was to be ${could}`);
    } else if (source.until > look.until) writes[writes.indexOf(source)] = { ...source, until: look.until };
  }
  return breaches;
}

function givenValues(asked: readonly Asked[]): Map<string, Given[]> {
  const all = asked.flatMap(({ told, from, until, effects }) => {
    if (told === 'refused') return [];
    const certain = told === 'acknowledged' ? until : Number.POSITIVE_INFINITY;
    const set = effects.filter((effect) => effect.kind === 'set');
    return set.map(({ thing, value }) => ({ thing, value, from, until: certain }));
  });
  return Map.groupBy(all, ({ thing }) => thing);
}

/** Whether another value was certainly given after this one, and before the look. */
function isReplaced(one: Given, all: readonly Given[], look: number): boolean {
  return all.some((other) => other !== one && other.until < look && began(other) > ended(one));
}

const began = ({ from }: Given) => from;
/** When it was certain; one that nobody saw take effect counts from when it was asked for. */
const ended = ({ from, until }: Given) => (Number.isFinite(until) ? until : from);

/** As many are there as were acknowledged, and at most as many more as nobody knows of. */
function wrongCounts({ asked, seen }: History): string[] {
  return seen.flatMap(({ thing, value, until }) => {
    if (typeof value !== 'number') return [];
    const adding = asked.filter(
      ({ from, effects }) => from < until && effects.some((one) => one.kind === 'add' && one.thing === thing),
    );
    const certain = adding.filter(({ told, until: end }) => told === 'acknowledged' && end <= until).length;
    const possible = adding.filter(({ told }) => told !== 'refused').length;
    if (value < certain) return [`${thing}: ${value} are there, and ${certain} were acknowledged`];
    if (value > possible) return [`${thing}: ${value} are there, and ${possible} at most were asked for`];
    return [];
  });
}
