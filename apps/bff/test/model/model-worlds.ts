import { createApp } from '../../src/app.ts';
import type { PasswordHasher } from '../../src/deps.ts';
import { insertAccount } from '../../src/store/logins.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { createWorld, type World } from '../support/world.ts';
import type { Sequence } from './model-commands.ts';
import { play } from './model-play.ts';
import { Scene } from './model-scene.ts';

/** How many sequences one database sees: with more of them the checks, which read it whole, only grow slow. */
const SEQUENCES_PER_WORLD = 8;
/** Caps over accounts are not what is looked at, and the hash of a password is not either. */
const WIDE = Object.fromEntries(
  [
    'CLIENT_PER_HOUR',
    'PREFIX_PER_HOUR',
    'COUNTRY_PER_DAY',
    'OVERALL_PER_HOUR',
    'OVERALL_PER_DAY',
    'CONVERSION_SENDS',
    'CLIENT_WAITING',
    'PREFIX_WAITING',
    'OVERALL_WAITING',
  ].map((name) => [`SMS_${name}`, '1000000']),
);
const plainPasswords: PasswordHasher = {
  hasRoom: () => true,
  hash: async (password) => `plain$${password}`,
  verify: async (password, stored) =>
    stored === `plain$${password}` ? { kind: 'right', needsRehash: false } : { kind: 'wrong' },
};

/** Plays sequences, each with an account of its own, on databases that are thrown away in time. */
export class Worlds {
  readonly #engine: 'sqlite' | 'postgres';
  #world: World | null = null;
  #played = 0;
  /** How often each command came to each outcome. */
  readonly outcomes = new Map<string, number>();

  constructor(engine: 'sqlite' | 'postgres') {
    this.#engine = engine;
  }

  async play(sequence: Sequence): Promise<void> {
    if (this.#world === null || this.#played % SEQUENCES_PER_WORLD === 0) await this.#another();
    const world = this.#world;
    if (world === null) throw new Error('there is no world');
    this.#played += 1;
    // Days later nothing of the sequence before is counted any more.
    world.clock.advance(2 * 24 * 3600);
    const { deps } = world;
    const account = { id: deps.random.id(), login: `player-${this.#played}@example.com` };
    const passwordHash = await deps.passwords.hash(PASSWORD);
    const row = { ...account, name: 'Alex Martin', language: 'en', passwordHash, now: deps.clock.now() } as const;
    await deps.database.single(() => insertAccount(row));
    await play(new Scene(world, account, this.#played, (what) => this.#note(what)), sequence);
  }

  #note(what: string): void {
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1);
  }

  async close(): Promise<void> {
    await this.#world?.close();
    this.#world = null;
  }

  async #another(): Promise<void> {
    await this.close();
    const world = await createWorld({ engine: this.#engine, environment: WIDE });
    const deps = { ...world.deps, passwords: plainPasswords };
    const app = createApp(deps);
    this.#world = { ...world, deps, app, browser: (address) => new Browser(app, deps, address) };
  }
}
