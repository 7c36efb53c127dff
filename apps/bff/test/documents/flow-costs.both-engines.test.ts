import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Database, through, type Work } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/open-postgres.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { MIGRATIONS } from '../support/migrations.ts';
import { createMigratedDatabase, WITHOUT_LIMITS } from '../support/postgres.ts';
import { startCountingProxy, type Traffic } from '../support/postgres-wire.ts';
import { emptyLog, readLog } from '../support/sqlite-log.ts';
import { createWorld } from '../support/world.ts';
import { costsOf } from './flow-costs.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'performance.md');
const COLUMNS = ['statements', 'commits', 'pages', 'roundTrips'] as const;
type Cost = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** What the document says that each flow costs, by the flow's name. */
function documented(): Map<string, Cost> {
  const [, table = ''] = readFileSync(DOCUMENT, 'utf8').split(
    '\n| flow | statements | commits | pages | round trips |\n',
  );
  const [, ...lines] = table.slice(0, table.indexOf('\n\n')).split('\n');
  return new Map(
    lines.map((line) => {
      const [, flow = '', ...figures] = line.split('|').map((cell) => cell.trim());
      const [statements = Number.NaN, commits = Number.NaN, pages = Number.NaN, roundTrips = Number.NaN] =
        figures.map(Number);
      return [flow, { statements, commits, pages, roundTrips }];
    }),
  );
}

const pinned = documented();

describe('what each flow asks of the database is what docs/performance.md says', () => {
  it('on SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'console-'));
    const path = join(folder, 'test.sqlite');
    let statements = 0;
    const database = counting(openSqlite({ path, migrations: join(MIGRATIONS, 'sqlite'), as: 'serve' }), (more) => {
      statements += more;
    });
    try {
      const world = await createWorld({ database });
      const measured = await costsOf(world, async (run) => {
        emptyLog(path);
        const before = statements;
        await run();
        return { statements: statements - before, ...readLog(path) };
      });
      await world.close();
      expect(Object.fromEntries(measured)).toEqual(columns('statements', 'commits', 'pages'));
    } finally {
      await database.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('on PostgreSQL', async () => {
    const url = new URL(await createMigratedDatabase());
    const proxy = await startCountingProxy(Number(url.port));
    url.port = String(proxy.port);
    url.hostname = '127.0.0.1';
    const database = await openPostgres({
      url: url.href,
      migrations: join(MIGRATIONS, 'postgres'),
      limits: WITHOUT_LIMITS,
      onIdleError: () => undefined,
    });
    try {
      const world = await createWorld({ database });
      const measured = await costsOf(world, async (run) => {
        const before = { ...proxy.traffic };
        await run();
        return since(before, proxy.traffic);
      });
      await world.close();
      expect(Object.fromEntries(measured)).toEqual(columns('statements', 'commits', 'roundTrips'));
    } finally {
      await database.close();
      await proxy.close();
    }
  });
});

const since = (before: Traffic, now: Traffic): Traffic => ({
  statements: now.statements - before.statements,
  commits: now.commits - before.commits,
  roundTrips: now.roundTrips - before.roundTrips,
});

const columns = (...names: readonly (keyof Cost)[]) =>
  Object.fromEntries(
    [...pinned].map(([flow, cost]) => [flow, Object.fromEntries(names.map((name) => [name, cost[name]]))]),
  );

/** The same database, which tells of its statements. */
function counting(inner: Database, tell: (statements: number) => void): Database {
  const told = <R>(work: Work<R>) =>
    through(work, function* (steps) {
      tell(steps.length);
      return yield steps;
    });
  return {
    ...inner,
    unit: (body) => inner.unit(() => told(body())),
    single: (body) => inner.single(() => told(body())),
  };
}
