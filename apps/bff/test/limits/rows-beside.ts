import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createWorld } from '../support/world.ts';
import { type Filler, postgresFiller, sqliteFiller } from './many-rows.ts';
import { ROOM_FOR_MESSAGES } from './paying-flows.ts';
import { Person } from './persons-steps.ts';
import { makeStrangerRows } from './stranger-rows.ts';

/** How much more a step may cost, as a multiple. */
export const MOST = 2;
/** The first rounds prepare statements and warm caches. */
const BEFORE = 3;

/** Somebody asks for a message more often here than anybody may: their limits are not what is looked at. */
const environment = {
  ...ROOM_FOR_MESSAGES,
  SMS_STRANGERS_PER_DAY: '999',
  SMS_ACCOUNT_PER_DAY: '999',
  SMS_NUMBER_PER_DAY: '999',
  SMS_TOTAL_PER_DAY: '999',
};

export interface Comparison {
  readonly engine: 'sqlite' | 'postgres';
  readonly rows: number;
  readonly rounds: number;
  readonly elapsedMs: () => number;
  readonly say: (line: string) => void;
}

interface Engine {
  open(name: string): Promise<Database>;
  filler(name: string): Promise<Filler>;
  /** After so many rows, as both engines do by themselves in time. */
  analyse(name: string): Promise<void>;
  end(): Promise<void>;
}

async function onSqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-rows-'));
  return {
    open: async (name) => openSqlite({ path: join(folder, name), migrations: join(MIGRATIONS, 'sqlite'), as: 'serve' }),
    filler: async (name) => sqliteFiller(join(folder, name)),
    analyse: async () => undefined,
    end: async () => rmSync(folder, { recursive: true }),
  };
}

async function onPostgres(): Promise<Engine> {
  const server = await startEmbeddedPostgres({ durable: true });
  const address = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const ask = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  return {
    open: async (name) => {
      await ask(server.url, `create database ${name}`);
      const migrations = join(MIGRATIONS, 'postgres');
      return openPostgres({ url: address(name), migrations, onIdleError: () => undefined });
    },
    filler: (name) => postgresFiller(address(name)),
    analyse: (name) => ask(address(name), 'vacuum analyze'),
    end: () => server.stop(),
  };
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

interface Cost {
  readonly quiet: number[];
  readonly crowded: number[];
}

/**
 * Goes through every step of a person in two databases in turn, one of which has so many rows of each kind that a
 * stranger can make. Says the medians; true when none costs more than twice as much.
 */
export async function compareSteps({ engine: name, rows, rounds, elapsedMs, say }: Comparison): Promise<boolean> {
  const engine = await (name === 'sqlite' ? onSqlite() : onPostgres());
  const databases = { quiet: await engine.open('quiet'), crowded: await engine.open('crowded') };
  const persons = {
    quiet: await Person.in(await createWorld({ database: databases.quiet, environment })),
    crowded: await Person.in(await createWorld({ database: databases.crowded, environment })),
  };
  say(`On ${name}, Node ${process.versions.node}; one of two databases has`);
  const filler = await engine.filler('crowded');
  await makeStrangerRows(persons.crowded.world, persons.crowded.owner, filler, rows, say);
  await filler.close();
  await engine.analyse('crowded');
  const costs = new Map<string, Cost>();
  for (let round = -BEFORE; round < rounds; round += 1)
    for (const which of round % 2 === 0 ? (['quiet', 'crowded'] as const) : (['crowded', 'quiet'] as const))
      await persons[which].round(async (step, ask) => {
        const began = elapsedMs();
        const answer = await ask();
        const ms = elapsedMs() - began;
        const cost = costs.get(step) ?? { quiet: [], crowded: [] };
        costs.set(step, cost);
        if (round >= 0) cost[which].push(ms);
        return answer;
      });
  for (const database of Object.values(databases)) await database.close();
  await engine.end();
  say('');
  say(`The median of ${rounds} rounds in turn, in ms; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  return tell(costs, say);
}

function tell(costs: ReadonlyMap<string, Cost>, say: Comparison['say']): boolean {
  say(`${'without'.padStart(39)}     with    ratio`);
  const ratios = [...costs].map(([step, { quiet, crowded }]) => {
    const ratio = median(crowded) / median(quiet);
    const figures = [median(quiet), median(crowded), ratio].map((figure) => figure.toFixed(2).padStart(9));
    say(`${step.padEnd(30)}${figures.join('')}${ratio > MOST ? '  MORE THAN TWICE' : ''}`);
    return ratio;
  });
  return ratios.every((ratio) => ratio <= MOST);
}
