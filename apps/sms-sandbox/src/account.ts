import type { Changes } from './changes.ts';

/** Euros for one segment. The figure is made up; receipts carry it as `usage.price`. */
export const SEGMENT_PRICE = 0.065;

/** The sender's account with the provider: its money and its rate. */
export interface Account {
  /** Euros; null when it never runs out. */
  balance(): number | null;
  setBalance(balance: number | null): void;
  /** @returns false, and takes nothing, when the balance is too low. */
  charge(segments: number): boolean;
  readonly usualRequestsPerSecond: number;
  requestsPerSecond(): number;
  setRequestsPerSecond(limit: number): void;
  /** Counts a request. @returns false when it is one too many within a second. */
  admit(now: Date): boolean;
}

export function createAccount(changes: Changes, limit: number): Account {
  let balance: number | null = null;
  let perSecond = limit;
  let recent: readonly number[] = [];
  return {
    balance: () => balance,
    setBalance: (next) => {
      balance = next;
      changes.announce();
    },
    charge: (segments) => {
      if (balance === null) return true;
      const price = segments * SEGMENT_PRICE;
      if (balance < price) return false;
      balance = Math.round((balance - price) * 1000) / 1000;
      return true;
    },
    usualRequestsPerSecond: limit,
    requestsPerSecond: () => perSecond,
    setRequestsPerSecond: (next) => {
      perSecond = next;
      changes.announce();
    },
    admit: (now) => {
      const since = now.getTime() - 1000;
      recent = recent.filter((time) => time > since);
      if (recent.length >= perSecond) return false;
      recent = [...recent, now.getTime()];
      return true;
    },
  };
}
