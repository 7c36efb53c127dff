import { describe, expect } from 'vitest';
import type { Log } from '../../src/deps.ts';
import { Unavailable } from '../../src/outcome.ts';
import { appendEvent } from '../../src/store/security-events.ts';
import { statements } from '../../src/store/statement.ts';
import { walkEveryRoute } from '../http/routes-walk.ts';
import { guesser, guessOn } from '../limits/guessing.ts';
import { Browser } from '../support/browser.ts';
import { TrappedDatabase } from '../support/held-ports.ts';
import { appOwner } from '../support/owners.ts';
import type { LogLine } from '../support/world.ts';
import { it } from './measured-server.ts';

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

describe('a statement by another name', () => {
  it('is counted and logged all the same: what it tells hangs on the statement itself', async ({
    measured,
    samples,
    anEvent,
  }) => {
    const logged: LogLine[] = [];
    const info = (message: string, fields?: unknown) => void logged.push({ level: 'info', message, fields });
    const quiet = () => undefined;
    const { deps } = measured({ log: { debug: quiet, info, warn: quiet, error: quiet } });
    const event = { ...(await anEvent()), id: deps.random.id() };
    const named = [...statements()].find(({ name }) => name === 'event_insert');
    if (named === undefined) throw new Error('no event_insert');
    const renamed = { ...named, name: 'event_by_another_name' };
    await deps.database.unit(function* () {
      yield [{ statement: renamed, values: event }];
    });
    expect(await samples('console_security_events_total')).toEqual({ 'kind="signed-in",method="pwd"': 1 });
    expect(logged).toMatchObject([{ message: 'security event', fields: { reference: event.id, event: 'signed-in' } }]);
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

  it('D041: of what is owed to the database are counted too, but not that it could not be asked yet', async ({
    measured,
    samples,
  }) => {
    const { deps } = measured();
    const errors = [new Unavailable('55P03'), new Error('no')];
    await deps.background.owe('somebody', 'count-wrong-password', async () => {
      throw errors.shift();
    });
    expect(await deps.background.settleOwed()).toBe(0);
    expect(errors).toEqual([]);
    expect(await samples('console_background_failures_total')).toEqual({ 'name="count-wrong-password"': 1 });
  });

  it('of the provider are counted by what it said', async ({ world, measured, samples }) => {
    world.phones.outcome = () => ({ kind: 'failed', failure: 'throttled' });
    await measured().deps.sms?.send({ to: '+33639980012', country: 'FR', text: 'x', reference: 'x' });
    expect(await samples('console_sms_sends_total')).toEqual({ 'outcome="throttled",country="FR"': 1 });
  });
});
