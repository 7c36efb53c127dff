import { describe, expect } from 'vitest';
import { createFitness } from '../../src/adapters/fitness.ts';
import { measuredBackground, measuredPasswords, measuredSms } from '../../src/adapters/measured-ports.ts';
import { createMetrics } from '../../src/adapters/metrics.ts';
import { createMetricsServer } from '../../src/adapters/metrics-server.ts';
import { createApp } from '../../src/app.ts';
import type { Deps, Log } from '../../src/deps.ts';
import { prune } from '../../src/flows/prune.ts';
import { rows } from '../../src/store/database.ts';
import { observedDatabase } from '../../src/store/observed-database.ts';
import { appendEvent } from '../../src/store/security-events.ts';
import { statement } from '../../src/store/statement.ts';
import { Unavailable } from '../../src/unavailable.ts';
import { walkEveryRoute } from '../http/routes-walk.ts';
import { guesser, guessOn } from '../limits/guessing.ts';
import { Browser } from '../support/browser.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { overHttp } from '../support/over-http.ts';
import { appOwner } from '../support/owners.ts';
import { test } from '../support/test.ts';
import type { LogLine } from '../support/world.ts';

const it = test
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

describe('what the alerts on guesses watch', () => {
  it('D041, D023: waits, disabling and recovery codes are counted where the product brings them about', async ({
    world,
    measured,
    samples,
  }) => {
    const { app, deps } = measured();
    const server = (address?: string) => new Browser(app, deps, address);
    const owner = await appOwner(world);
    const count = async (kind: string) => {
      const all = Object.entries(await samples('console_security_events_total'));
      return all.filter(([labels]) => labels.includes(`kind="${kind}"`)).reduce((sum, [, value]) => sum + value, 0);
    };
    const attacker = guesser(() => server('203.0.113.9'), owner.login);
    await guessOn(world, attacker, 5);
    expect(await count('second-factor-blocked')).toBe(1);
    await guessOn(world, attacker, 95);
    expect(await count('second-factor-blocked')).toBe(96);
    expect(await count('second-factor-disabled')).toBe(1);
    const home = server();
    await home.signIn(owner.login);
    await home.answer('recovery', owner.recoveryCode);
    await home.replaceRecoveryCode();
    expect(await count('recovery-code-used')).toBe(1);
  });
});

describe('a walk over every route', () => {
  it('is counted: sign-ins, wrong codes, challenges, sends, conversions, problems, latencies', async ({
    world,
    prometheus,
    measured,
    samples,
    allEvents,
  }) => {
    const walked = measured();
    const { exchanges, secrets } = await walkEveryRoute(walked);
    const events = await samples('console_security_events_total');
    const inDatabase: Record<string, number> = {};
    for (const { kind, method } of await allEvents()) {
      const labels = `kind="${kind}",method="${method ?? 'none'}"`;
      inDatabase[labels] = (inDatabase[labels] ?? 0) + 1;
    }
    expect(events).toEqual(inDatabase);
    expect(Object.keys(events)).toEqual(
      expect.arrayContaining([
        'kind="signed-in",method="pwd"',
        'kind="signed-in",method="otp"',
        'kind="signed-in",method="sms"',
        'kind="signed-in",method="recovery"',
        'kind="wrong-password",method="pwd"',
        'kind="wrong-code",method="sms"',
        'kind="wrong-code",method="recovery"',
      ]),
    );
    expect(await samples('console_challenges_total')).toEqual({
      'purpose="sign-in"': expect.any(Number),
      'purpose="step-up"': 1,
    });
    expect(await samples('console_sms_sends_total')).toEqual({
      'outcome="accepted",country="FR"': world.phones.sent.length,
    });
    expect((await samples('console_sms_verified_total'))['']).toBeGreaterThan(0);
    const problems = await samples('console_http_problems_total');
    expect(problems['route="/api/sign-in",problem="wrong-credentials"']).toBe(
      exchanges.filter(({ path, answer }) => path === '/api/sign-in' && answer.problem?.type === 'wrong-credentials')
        .length,
    );
    const requests = await samples('console_http_request_seconds_count');
    expect(Object.values(requests).reduce((sum, count) => sum + count)).toBe(exchanges.length);

    const text = await prometheus.text();
    for (const secret of Object.values(secrets).flat()) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/example\.com|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('R-LG-01: is in the log, one line for each event', async ({ measured, allEvents }) => {
    const logged: LogLine[] = [];
    const at = (level: keyof Log) => (message: string, fields?: unknown) =>
      void logged.push({ level, message, fields });
    const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    await walkEveryRoute(measured({ log }));
    const lines = logged.filter(({ message }) => message === 'security event').map(({ fields }) => fields);
    const events = (await allEvents()).map(({ id, kind, accountId }) => ({ reference: id, event: kind, accountId }));
    expect(lines).toHaveLength(events.length);
    for (const event of events) expect(lines).toContainEqual(expect.objectContaining(event));
  });
});

describe('what did not happen', () => {
  it('is not counted: a unit that was undone', async ({ measured, samples, anEvent }) => {
    const { deps } = measured();
    const event = { ...(await anEvent()), id: deps.random.id() };
    await expect(
      deps.database.unit(function* () {
        yield* appendEvent(event);
        throw new Unavailable('SQLITE_BUSY');
      }),
    ).rejects.toThrow();
    expect(await samples('console_security_events_total')).toEqual({});
    expect(await samples('console_database_errors_total')).toEqual({ 'code="SQLITE_BUSY"': 1 });
  });
});

describe('faults', () => {
  it('of the database are counted by their code, and the problem that people saw', async ({
    world,
    measured,
    samples,
  }) => {
    const database = new TrappedDatabase(world.database);
    const { app } = measured({ database });
    database.failBefore('session_live', new Unavailable('57P01'));
    const answer = await app.request('http://localhost:8787/api/session', {
      headers: { host: 'localhost:8787', cookie: `session=${'a'.repeat(43)}` },
    });
    expect(answer.status).toBe(503);
    expect(await samples('console_database_errors_total')).toEqual({ 'code="57P01"': 1 });
    expect(await samples('console_http_problems_total')).toEqual({ 'route="/api/session",problem="busy"': 1 });
  });

  it('of a full queue of passwords are counted once each, whenever it was found full, by whom it refused', async ({
    world,
    measured,
    samples,
  }) => {
    const { login } = await world.account();
    const { passwords } = world.deps;
    for (const full of [{ hasRoom: () => false }, { verify: async () => ({ kind: 'busy' as const }) }]) {
      const { app, deps } = measured({ passwords: { ...passwords, ...full } });
      expect((await new Browser(app, deps).signIn(login)).problem?.type).toBe('busy');
    }
    const { deps } = measured({ passwords: { ...passwords, hash: async () => null } });
    await deps.passwords.hash('a new one', { turn: 'signed-in', client: 'session', part: 'account' });
    expect(await samples('console_hash_refused_total')).toEqual({ 'turn="stranger"': 2, 'turn="signed-in"': 1 });
  });

  it('of work in the background are counted by its name', async ({ measured, samples }) => {
    const { deps } = measured();
    deps.background.run('prune', async () => {
      throw new Error('no');
    });
    await deps.background.settled();
    expect(await samples('console_background_failures_total')).toEqual({ 'name="prune"': 1 });
  });

  it('of the provider are counted by what it said', async ({ world, measured, samples }) => {
    world.phones.outcome = () => ({ kind: 'failed', failure: 'throttled' });
    await measured().deps.sms?.send({ to: '+33639980012', country: 'FR', text: 'x', reference: 'x' });
    expect(await samples('console_sms_sends_total')).toEqual({ 'outcome="throttled",country="FR"': 1 });
  });
});

describe('gauges', () => {
  it('tell of the queue, the clock and the provider when they are asked for', async ({
    world,
    prometheus,
    samples,
  }) => {
    let waiting = 3;
    const fitness = createFitness({ clockOffsetMs: () => -1500, smsPaused: () => true }, world.clock);
    prometheus.measure({ fitness, hashLoad: () => ({ running: 2, waiting }) });
    expect(await samples('console_hash_queue')).toEqual({ 'state="running"': 2, 'state="waiting"': 3 });
    waiting = 0;
    expect(await samples('console_hash_queue')).toEqual({ 'state="running"': 2, 'state="waiting"': 0 });
    expect(await samples('console_clock_offset_seconds')).toEqual({ '': -1.5 });
    expect(await samples('console_sms_paused')).toEqual({ '': 1 });
  });

  it('tell of the lag of the event loop and of memory', async ({ prometheus }) => {
    expect(await prometheus.text()).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(await prometheus.text()).toMatch(/^process_resident_memory_bytes /m);
  });

  it('tell when what has ended was last cleaned up', async ({ measured, samples }) => {
    const { deps } = measured();
    deps.metrics.pruned(await prune(deps));
    expect((await samples('console_last_prune_timestamp_seconds'))['']).toBeGreaterThan(1.7e9);
  });
});

describe('the port of metrics', () => {
  it('R-CF-05: serves them and nothing else, and the console itself does not', async ({ world, prometheus }) => {
    const server = createMetricsServer(prometheus);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ask = async (method: string, path: string) =>
      overHttp(port).request(`http://localhost:8787${path}`, { method, headers: new Headers() }, {});
    const answer = await ask('GET', '/metrics');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, prometheus.contentType]);
    expect(await answer.text()).toContain('# TYPE console_http_request_seconds histogram');
    expect((await ask('POST', '/metrics')).status).toBe(404);
    expect((await ask('GET', '/')).status).toBe(404);
    server.close();
    expect((await world.browser().send('GET', '/metrics')).status).toBe(404);
  });
});

const everyEvent = statement(
  'metrics_test_events',
  () => ({}),
  (db, { securityEvent: e }) => db.select().from(e),
);
