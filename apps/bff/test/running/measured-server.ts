import { measuredBackground, measuredPasswords, measuredSms } from '../../src/adapters/measured-ports.ts';
import { createMetrics } from '../../src/adapters/metrics.ts';
import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/deps.ts';
import { rows } from '../../src/store/database.ts';
import { observedDatabase } from '../../src/store/observed-database.ts';
import { statement } from '../../src/store/statement.ts';
import { test } from '../support/test.ts';

const everyEvent = statement(
  'metrics_test_events',
  () => ({}),
  (db, { securityEvent: e }) => db.select().from(e),
);

/** A server of which everything is measured, as `assemble` measures it. */
export const it = test
  .extend('prometheus', () => createMetrics())
  /** The same server, measured as `assemble` measures it. */
  .extend('measured', ({ prometheus, world }) => (ports: Partial<Deps> = {}) => {
    const { metrics } = prometheus;
    const { database, passwords, background, log } = { ...world.deps, ...ports };
    const deps: Deps = {
      ...world.deps,
      ...ports,
      metrics,
      database: observedDatabase(database, { metrics, log, timers: world.clock }),
      passwords: measuredPasswords(passwords, metrics),
      background: measuredBackground(background, metrics),
      sms: measuredSms(world.phones, metrics, world.clock),
    };
    return { ...world, deps, app: createApp(deps) };
  })
  /** The samples of one metric, by their labels. */
  .extend('samples', ({ prometheus }) => async (name: string): Promise<Record<string, number>> => {
    const lines = (await prometheus.text()).split('\n').filter((line) => line.replace(/[{ ].*/, '') === name);
    return Object.fromEntries(
      lines.map((line) => [/\{(.*)\}/.exec(line)?.[1] ?? '', Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  })
  .extend(
    'allEvents',
    ({ world }) =>
      () =>
        world.database.single(() => rows(everyEvent, {})),
  )
  .extend('anEvent', ({ world, allEvents }) => async () => {
    const { login } = await world.account();
    await world.browser().signIn(login);
    const [event] = await allEvents();
    if (event === undefined) throw new Error('no event');
    return event;
  });
