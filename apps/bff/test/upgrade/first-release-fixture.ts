import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkKeys } from '../../src/flows/keys/check-keys.ts';
import { type OpenedDatabase, openDatabase } from '../../src/store/open-database.ts';
import { type Browser, codeOf } from '../support/browser.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { createWorld, type World } from '../support/world.ts';
import type { Engine } from './filled-database.ts';

export const FIXTURE = join(import.meta.dirname, '..', 'fixtures', '0.1.0');

/** Somebody of the fixture, with what they hold. */
export interface Person {
  readonly login: string;
  readonly secret?: string;
  readonly number?: string;
  readonly recoveryCode?: string | null;
  readonly link?: string;
  readonly cookies: Readonly<Record<string, string>>;
}

interface Played {
  readonly at: string;
  readonly people: readonly Person[];
}

/** What 0.1.0 wrote, opened by the present version, in the moment in which it was left. */
export class OpenedFixture {
  readonly url: string;
  readonly world: World;
  readonly people: readonly Person[];
  readonly #database: OpenedDatabase;
  readonly #folder: string;

  private constructor(url: string, world: World, people: readonly Person[], database: OpenedDatabase, folder: string) {
    this.url = url;
    this.world = world;
    this.people = people;
    this.#database = database;
    this.#folder = folder;
  }

  static async open(engine: Engine): Promise<OpenedFixture> {
    const folder = mkdtempSync(join(tmpdir(), 'fixture-'));
    const url = engine === 'sqlite' ? copied(folder) : await restored();
    const database = await openDatabase({ url, migrations: MIGRATIONS, as: 'serve', onIdleError: () => undefined });
    const world = await createWorld({ database, keyRing: readFileSync(join(FIXTURE, 'key-ring'), 'utf8') });
    const keys = await checkKeys(database, world.deps.keys);
    if (keys.kind === 'refused') throw new Error(keys.line);
    // Written by the script that made the fixture.
    const played = JSON.parse(readFileSync(join(FIXTURE, 'people.json'), 'utf8')) as Record<Engine, Played>;
    world.clock.set(new Date(played[engine].at));
    return new OpenedFixture(url, world, played[engine].people, database, folder);
  }

  person(name: string): Person {
    const found = this.people.find(({ login }) => login === `${name}@example.com`);
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  }

  /** The browser that somebody was left with. */
  browserOf({ cookies }: Person): Browser {
    const browser = this.world.browser();
    for (const [name, value] of Object.entries(cookies)) browser.cookies.set(name, value);
    return browser;
  }

  /** The next code that somebody can read, of the app where there is one. */
  code({ secret, number }: Person): { method: 'otp' | 'sms'; code: string } {
    this.world.clock.advance(30);
    return secret === undefined
      ? { method: 'sms', code: this.world.phones.codeFor(number ?? '') }
      : { method: 'otp', code: codeOf(secret, this.world.clock.now()) };
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.#database.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function copied(folder: string): string {
  copyFileSync(join(FIXTURE, 'console.sqlite'), join(folder, 'console.sqlite'));
  return `sqlite:${join(folder, 'console.sqlite')}`;
}

async function restored(): Promise<string> {
  const url = await createTestDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(readFileSync(join(FIXTURE, 'console.sql'), 'utf8'));
  await client.end();
  return url;
}
