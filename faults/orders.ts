/** What the suite tells an instance while it runs. Every order is answered by `done` with its number. */
export type Order =
  /** Kill -9 of itself at a unit of work that contains a statement: before its commit, or after it and before the answer. */
  | { readonly kind: 'kill'; readonly when: 'before' | 'after'; readonly statement: string }
  /** Stops itself (SIGSTOP), until it is continued: before such a unit begins, or in the midst of it, holding its locks. */
  | { readonly kind: 'freeze'; readonly when: 'before' | 'amid'; readonly statement: string }
  /** Time passes, everywhere: the clock port goes on by so much. */
  | { readonly kind: 'advance'; readonly seconds: number }
  /** The host's clock is put wrong by so much, and right again with 0. The monotonic one runs on. */
  | { readonly kind: 'host-clock'; readonly seconds: number }
  /** The operating system has no randomness to give, or has again. */
  | { readonly kind: 'randomness'; readonly fails: boolean };

export interface NumberedOrder {
  readonly number: number;
  readonly order: Order;
}

/** What an instance tells the suite. */
export type Report =
  | { readonly kind: 'done'; readonly number: number }
  | { readonly kind: 'sms'; readonly to: string; readonly text: string };
