import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJsonLog } from '../../src/adapters/json-log.ts';
import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/deps.ts';
import { withApp } from '../http/routes-calls.ts';
import { API_ROUTES, pathOf, routeOf } from '../http/routes-table.ts';
import { type Exchange, type Secrets, type Walk, walkEveryRoute } from '../http/routes-walk.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { createWorld, type World } from '../support/world.ts';
import { countOf, dumpOf, everyRow, spellings } from './leaks-scan.ts';

/** Every secret in every spelling that could be found, by what it is. */
const all = (secrets: Secrets): [string, string][] =>
  Object.entries(secrets).flatMap(([kind, values]: [string, readonly string[]]) =>
    values.flatMap((value) => spellings(value).map((spelling): [string, string] => [kind, spelling])),
  );

const expectNone = (text: string, secrets: readonly (readonly [string, string])[]) =>
  expect(secrets.filter(([, secret]) => countOf(text, secret) > 0)).toEqual([]);

const bodyOf = ({ answer }: Exchange) => JSON.stringify(answer.body);
const isRoute = (name: string) => (exchange: Exchange) => {
  const route = routeOf(exchange.method, exchange.path);
  return route !== undefined && `${route.method} ${route.path}` === name;
};

describe.each(['sqlite', 'postgres'] as const)('secrets of a walk over every route, on %s', (engine) => {
  let world: World;
  let walk: Walk;
  let secrets: [string, string][];
  const lines: string[] = [];
  const printed = vi.fn();
  beforeAll(async () => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation(printed);
    world = await createWorld({ engine });
    const log = createJsonLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
    const deps = { ...world.deps, log };
    walk = await walkEveryRoute({ ...world, deps, app: createApp(deps) });
    vi.restoreAllMocks();
    secrets = all(walk.secrets);
  });
  afterAll(() => world.close());

  it('are known to the scan: each kind was used, and is found where it has to be', () => {
    for (const [kind, values] of Object.entries(walk.secrets)) expect([kind, values.length > 0]).toEqual([kind, true]);
    const everything = walk.exchanges.map((exchange) => JSON.stringify([exchange.sent, exchange.answer.body]));
    const text = everything.join('\n') + world.phones.sent.map((message) => JSON.stringify(message)).join('\n');
    const headers = walk.exchanges.flatMap(({ answer }) => answer.headers.getSetCookie()).join('\n');
    const found = new Set(secrets.filter(([, secret]) => countOf(text + headers, secret) > 0).map(([kind]) => kind));
    expect([...found].toSorted()).toEqual(Object.keys(walk.secrets).toSorted());
  });

  it('T-075, T-076, C071: are in no line of the log at its most verbose, nor printed', () => {
    expect(lines.length).toBeGreaterThan(walk.exchanges.length - 1);
    expectNone(lines.join(''), secrets);
    expectNone(JSON.stringify(world.logged), secrets);
    expectNone(
      lines.join(''),
      walk.secrets.tokens.map((token): [string, string] => ['hash of a token', world.deps.tokens.hash(token)]),
    );
    expect(printed).not.toHaveBeenCalled();
  });

  it('R-CR-05, R-SE-02, R-DP-06: are nowhere in the database in clear', async () => {
    expectNone(await dumpOf(world.database), secrets);
    const { securityEvent, smsMessage } = await everyRow(world.database);
    expect([securityEvent?.length, smsMessage?.length].map((count) => (count ?? 0) > 3)).toEqual([true, true]);
  });

  it('C071, R-AP-10: are in no address', () => {
    for (const { path, answer } of walk.exchanges) {
      expectNone(decodeURIComponent(path), secrets);
      expect(answer.headers.get('location')).toBeNull();
    }
  });

  it('are in no header of an answer but the cookie that is one', () => {
    for (const { answer } of walk.exchanges) {
      const others = [...answer.headers.entries()].filter(([name]) => name !== 'set-cookie');
      expectNone(JSON.stringify(others), secrets);
      const cookies = answer.headers.getSetCookie().join('\n');
      expectNone(
        cookies,
        secrets.filter(([kind]) => kind !== 'tokens'),
      );
    }
  });

  it('T-074, T-076: what was typed or sent by SMS is in no answer, nor is a token', () => {
    const never = secrets.filter(([kind]) => ['passwords', 'smsCodes', 'wrongCodes', 'tokens'].includes(kind));
    for (const exchange of walk.exchanges) expectNone(bodyOf(exchange), never);
  });

  it('T-022, C070: a secret is in the answers to its own enrolment alone, and never after it was confirmed', () => {
    for (const secret of walk.secrets.totpSecrets) {
      const holding = walk.exchanges.filter((exchange) => countOf(bodyOf(exchange), secret) > 0);
      expect(holding.map(isRoute('POST /api/enrolments'))).toEqual([true]);
    }
  });

  it('C070: a recovery code is in exactly one answer', () => {
    const carriers = ['POST /api/enrolments/:id/confirm', 'POST /api/recovery-code'];
    expect(walk.secrets.recoveryCodes.length).toBe(3);
    for (const code of walk.secrets.recoveryCodes) {
      const holding = walk.exchanges.filter((exchange) => countOf(bodyOf(exchange), code) > 0);
      expect(holding).toHaveLength(1);
      expect(holding.some((exchange) => carriers.some((name) => isRoute(name)(exchange)))).toBe(true);
    }
    const codes = walk.exchanges.flatMap((exchange) => bodyOf(exchange).match(/([0-9A-Z]{4}-){5}[0-9A-Z]{4}/g) ?? []);
    expect(codes.toSorted()).toEqual(walk.secrets.recoveryCodes.toSorted());
  });

  it('a whole number is shown to its owner while it is being enrolled, and never after', () => {
    const numbers = walk.secrets.phoneNumbers.flatMap(spellings);
    const holding = walk.exchanges.filter((exchange) =>
      numbers.some((number) => countOf(bodyOf(exchange), number) > 0),
    );
    expect(new Set(holding.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, ':id')}`))).toEqual(
      new Set(['POST /api/enrolments', 'GET /api/security']),
    );
    const confirmed = walk.exchanges.findLastIndex(isRoute('POST /api/enrolments/:id/confirm'));
    expect(holding.filter((exchange) => walk.exchanges.indexOf(exchange) > confirmed)).toEqual([]);
  });

  it('a text message holds its own code, the console, and nothing of the person', () => {
    const others = secrets.filter(([kind]) => !['smsCodes', 'phoneNumbers'].includes(kind));
    for (const { text, reference } of world.phones.sent) {
      expectNone(text, others);
      expect(text).not.toContain('walker');
      expect(reference).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe.each(['sqlite', 'postgres'] as const)('secrets when parts fail, on %s', (engine) => {
  let world: World;
  let lines: string[];
  let deps: Deps;
  beforeEach(async () => {
    world = await createWorld({ engine });
    lines = [];
    deps = {
      ...world.deps,
      log: createJsonLog({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
    };
  });
  afterEach(() => world.close());

  const MARKERS = ['marker-4711', '471147', '+33639980012', '33639980012', PASSWORD];
  const expectNoMarker = (text: string) => expect(MARKERS.filter((marker) => text.includes(marker))).toEqual([]);
  const fault = () =>
    Object.assign(new Error(`Failed query: select 1 params: marker-4711,471147,+33639980012,${PASSWORD}`), {
      code: 'marker-4711 471147',
      cause: new Error('{"to":"33639980012","text":"471147 is your verification code"}'),
      params: ['marker-4711', PASSWORD],
    });

  it('T-075, R-LG-08: a database that throws what it was given leaves none of it in log or answer', async () => {
    const { browser } = await withApp(world);
    const typed = {
      'POST /api/sign-in': { login: 'marker-4711@example.com', password: PASSWORD },
      'POST /api/step-up': { password: PASSWORD, answer: { method: 'otp', code: '471147' } },
      'POST /api/enrolments': { kind: 'phone', country: 'FR', number: '+33639980012' },
    } as Record<string, unknown>;
    for (const allowed of [0, 1, 2, 3]) {
      let calls = 0;
      const failing =
        <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) =>
        async (...given: A): Promise<R> => {
          calls += 1;
          if (calls > allowed) throw fault();
          return work(...given);
        };
      const { database } = world;
      const app = createApp({
        ...deps,
        database: { ...database, unit: failing(database.unit), single: failing(database.single) },
      });
      for (const route of API_ROUTES) {
        calls = 0;
        const sender = new Browser(app, deps);
        for (const [name, value] of browser.cookies) sender.cookies.set(name, value);
        const body = typed[`${route.method} ${route.path}`] ?? route.body;
        const answer = await sender.send(route.method, pathOf(route), body);
        expectNoMarker(JSON.stringify(answer.body) + JSON.stringify([...answer.headers]));
      }
    }
    await deps.background.settled();
    expect(lines.some((line) => line.includes('unexpected error'))).toBe(true);
    expectNoMarker(lines.join(''));
    expectNoMarker(JSON.stringify(world.logged));
  });

  it('C071: a provider that fails with the message in its mouth leaves none of it in log, answer or database', async () => {
    const app = createApp(deps);
    const { login } = await world.account();
    const browser = new Browser(app, deps);
    await browser.signIn(login);
    const outcomes = [
      () => ({ kind: 'failed', failure: 'provider' }) as const,
      () => ({ kind: 'ambiguous' }) as const,
      () => {
        throw fault();
      },
    ];
    for (const outcome of outcomes) {
      world.phones.outcome = outcome;
      const begun = await browser.begin({ kind: 'phone', country: 'FR', number: '+33639980012' });
      expect(JSON.stringify(begun.body)).not.toMatch(/471147|marker-4711|verification code/);
      world.clock.advance(700);
      await browser.send('POST', '/api/step-up', { password: PASSWORD });
    }
    await deps.background.settled();
    const codes = world.phones.sent.map(({ text }) => text.slice(0, 6));
    expect(codes.length).toBeGreaterThan(2);
    const text = `${lines.join('')}${JSON.stringify(world.logged)}${await dumpOf(world.database)}`;
    expectNoMarker(text);
    for (const code of codes) expect([code, countOf(text, code)]).toEqual([code, 0]);
  });

  it('R-LG-06: what people type or send as headers breaks no line and colours no terminal', async () => {
    const app = createApp(deps);
    const evil = 'x\r\n{"level":"error","message":"forged"}\u001b[31m\u0007\u2028"}';
    const browser = new Browser(app, deps, '203.0.113.9');
    const headers = { 'user-agent': 'a\u001b[31m","forged":"1' };
    await browser.send('POST', '/api/sign-in', { login: evil, password: evil }, headers);
    await browser.send('POST', '/api/sign-in', `{"${'\\u001b[31m'}":1}`, headers);
    await browser.send('GET', `/api/sms/${encodeURIComponent(evil)}?${encodeURIComponent(evil)}`, undefined, headers);
    await browser.send('GET', `/${encodeURIComponent(evil)}`, undefined, headers);
    await deps.background.settled();
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line.endsWith('\n')).toBe(true);
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), time: expect.any(String) });
      expect(line).not.toContain('forged');
    }
  });
});
