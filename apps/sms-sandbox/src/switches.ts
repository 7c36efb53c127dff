import type { Changes } from './changes.ts';
import type { FaultKind } from './faults/catalogue.ts';
import { sentinelOf } from './faults/sentinels.ts';
import { digitsOf } from './mailbox.ts';
import { type ReceiptPlan, USUAL_RECEIPTS } from './receipts/plan.ts';

/** A fault that was switched on. */
interface ActiveFault {
  readonly kind: FaultKind;
  /** How many more requests it meets; null for as long as it is on. */
  readonly times: number | null;
  /** For 429. */
  readonly retryAfterSeconds: number;
}

/** What is switched on, for all numbers or for one. */
export interface Setting {
  readonly fault: ActiveFault | null;
  readonly latencyMs: number | null;
  readonly receipts: Partial<ReceiptPlan>;
}

interface Behaviour {
  readonly fault: Pick<ActiveFault, 'kind' | 'retryAfterSeconds'> | null;
  readonly latencyMs: number;
  readonly receipts: ReceiptPlan;
}

export interface Switches {
  /** The setting for a number, or for all where none is given. */
  get(to?: string): Setting;
  set(change: Partial<Setting>, to?: string): void;
  /** Numbers that have a setting of their own. */
  numbers(): readonly string[];
  /** Whether endings such as …0401 have an effect. */
  sentinels(): boolean;
  setSentinels(on: boolean): void;
  /**
   * What happens to a request: a number's own setting wins, then its ending, then the setting for
   * all. A fault that is on for a number of times is used up by one.
   */
  take(to: string | null): Behaviour;
  clear(to?: string): void;
}

const NOTHING: Setting = { fault: null, latencyMs: null, receipts: {} };

export function createSwitches(changes: Changes, usual: Partial<ReceiptPlan> = {}): Switches {
  let all = NOTHING;
  let sentinels = true;
  const own = new Map<string, Setting>();

  const get = (to?: string) => (to === undefined ? all : (own.get(digitsOf(to)) ?? NOTHING));
  const set = (change: Partial<Setting>, to?: string) => {
    const next = { ...get(to), ...change };
    if (to === undefined) all = next;
    else own.set(digitsOf(to), next);
    changes.announce();
  };
  const useFault = (to?: string): ActiveFault | null => {
    const fault = get(to).fault;
    if (fault?.times === null || fault === null) return fault;
    set({ fault: fault.times > 1 ? { ...fault, times: fault.times - 1 } : null }, to);
    return fault;
  };
  const take = (to: string | null): Behaviour => {
    const mine = to === null ? NOTHING : get(to);
    const ending = sentinels && to !== null ? sentinelOf(to) : undefined;
    const fault =
      (to === null ? null : useFault(to)) ??
      (ending?.fault ? { kind: ending.fault, retryAfterSeconds: 1 } : useFault());
    return {
      fault,
      latencyMs: mine.latencyMs ?? all.latencyMs ?? 0,
      receipts: {
        ...USUAL_RECEIPTS,
        ...usual,
        ...all.receipts,
        ...ending?.receipts,
        ...mine.receipts,
      },
    };
  };
  return {
    get,
    set,
    take,
    numbers: () => [...own.keys()],
    sentinels: () => sentinels,
    setSentinels: (on) => {
      sentinels = on;
      changes.announce();
    },
    clear: (to) => {
      if (to === undefined) {
        all = NOTHING;
        own.clear();
        sentinels = true;
      } else own.delete(digitsOf(to));
      changes.announce();
    },
  };
}
