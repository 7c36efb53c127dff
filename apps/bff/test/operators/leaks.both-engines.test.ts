import { describe, expect, vi } from 'vitest';
import { createJsonLog } from '../../src/adapters/json-log.ts';
import { createApp } from '../../src/app.ts';
import { routeOf } from '../http/routes-table.ts';
import { type Exchange, type Secrets, walkEveryRoute } from '../http/routes-walk.ts';
import { sharedWorld } from '../support/shared-world.ts';
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

/** A server whose log is laid open, walked once for all that look for secrets in what it left. */
const walkedOn = (engine: 'sqlite' | 'postgres') =>
  sharedWorld({ engine })
    .extend('walked', { scope: 'file' }, async ({ world }) => {
      const lines: string[] = [];
      const printed = vi.fn();
      for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
        vi.spyOn(console, method).mockImplementation(printed);
      const log = createJsonLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
      const deps = { ...world.deps, log };
      const walk = await walkEveryRoute({ ...world, deps, app: createApp(deps) });
      vi.restoreAllMocks();
      return { walk, lines, printed, secrets: all(walk.secrets) };
    })
    .extend('walk', ({ walked }) => walked.walk)
    .extend('secrets', ({ walked }) => walked.secrets);
const walked = { sqlite: walkedOn('sqlite'), postgres: walkedOn('postgres') };

describe.each(['sqlite', 'postgres'] as const)('secrets of a walk over every route, on %s', (engine) => {
  const it = walked[engine];

  it('are known to the scan: each kind was used, and is found where it has to be', ({ world, walk, secrets }) => {
    for (const [kind, values] of Object.entries(walk.secrets)) expect([kind, values.length > 0]).toEqual([kind, true]);
    const everything = walk.exchanges.map((exchange) => JSON.stringify([exchange.sent, exchange.answer.body]));
    const text = everything.join('\n') + world.phones.sent.map((message) => JSON.stringify(message)).join('\n');
    const headers = walk.exchanges.flatMap(({ answer }) => answer.headers.getSetCookie()).join('\n');
    const found = new Set(secrets.filter(([, secret]) => countOf(text + headers, secret) > 0).map(([kind]) => kind));
    expect([...found].toSorted()).toEqual(Object.keys(walk.secrets).toSorted());
  });

  it('T-075, T-076, C071: are in no line of the log at its most verbose, nor printed', ({
    world,
    walked: { walk, lines, printed },
    secrets,
  }) => {
    expect(lines.length).toBeGreaterThan(walk.exchanges.length - 1);
    expectNone(lines.join(''), secrets);
    expectNone(JSON.stringify(world.logged), secrets);
    expectNone(
      lines.join(''),
      walk.secrets.tokens.map((token): [string, string] => ['hash of a token', world.deps.tokens.hash(token)]),
    );
    expect(printed).not.toHaveBeenCalled();
  });

  it('R-CR-05, R-SE-02, R-DP-06: are nowhere in the database in clear', async ({ world, secrets }) => {
    expectNone(await dumpOf(world.database), secrets);
    const { securityEvent, smsMessage } = await everyRow(world.database);
    expect([securityEvent?.length, smsMessage?.length].map((count) => (count ?? 0) > 3)).toEqual([true, true]);
  });

  it('C071, R-AP-10: are in no address', ({ walk, secrets }) => {
    for (const { path, answer } of walk.exchanges) {
      expectNone(decodeURIComponent(path), secrets);
      expect(answer.headers.get('location')).toBeNull();
    }
  });

  it('are in no header of an answer but the cookie that is one', ({ walk, secrets }) => {
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

  it('T-074, T-076: what was typed or sent by SMS is in no answer, nor is a token', ({ walk, secrets }) => {
    const never = secrets.filter(([kind]) => ['passwords', 'smsCodes', 'wrongCodes', 'tokens'].includes(kind));
    for (const exchange of walk.exchanges) expectNone(bodyOf(exchange), never);
  });

  it('T-022, C070: a secret is in the answers to its own enrolment alone, and never after it was confirmed', ({
    walk,
  }) => {
    for (const secret of walk.secrets.totpSecrets) {
      const holding = walk.exchanges.filter((exchange) => countOf(bodyOf(exchange), secret) > 0);
      expect(holding.map(isRoute('POST /api/enrolments'))).toEqual([true]);
    }
  });

  it('C070: a recovery code is in exactly one answer', ({ walk }) => {
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

  it('a whole number is shown to its owner while it is being enrolled, and never after', ({ walk }) => {
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

  it('a text message holds its own code, the console, and nothing of the person', ({ world, secrets }) => {
    const others = secrets.filter(([kind]) => !['smsCodes', 'phoneNumbers'].includes(kind));
    for (const { text, reference } of world.phones.sent) {
      expectNone(text, others);
      expect(text).not.toContain('walker');
      expect(reference).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
