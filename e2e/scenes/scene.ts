import type { Accounts } from '../support/accounts.ts';
import type { ServerClock } from '../support/clock.ts';
import type { PhoneNetwork } from '../support/phone.ts';
import type { Tab } from '../support/tab.ts';

/** What a scene is played with. */
export interface Stage {
  readonly tab: Tab;
  readonly accounts: Accounts;
  readonly phone: PhoneNetwork;
  readonly clock: ServerClock;
}

/** One page in one state: looked at by the accessibility flows and photographed for the contact sheet. */
export interface Scene {
  /** Unique; a file's name. */
  readonly name: string;
  /** Brings the tab there, and returns once the state is on screen. */
  readonly play: (stage: Stage) => Promise<void>;
  /** What the browser's console will say of it, where the scene is about a failure. */
  readonly allowed?: RegExp;
}
