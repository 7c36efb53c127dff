import { describe, expect } from 'vitest';
import { createJsonLog } from '../../src/adapters/json-log.ts';
import { createApp } from '../../src/app.ts';
import { withApp } from '../http/routes-calls.ts';
import { API_ROUTES, pathOf } from '../http/routes-table.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';
import { countOf, dumpOf } from './leaks-scan.ts';

describe.each(['sqlite', 'postgres'] as const)('secrets when parts fail, on %s', (engine) => {
  const it = test
    .extend('options', { engine })
    .extend('lines', (): string[] => [])
    .extend('deps', ({ world, lines }) => ({
      ...world.deps,
      log: createJsonLog({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
    }));

  const MARKERS = ['marker-4711', '471147', '+33639980012', '33639980012', PASSWORD];
  const expectNoMarker = (text: string) => expect(MARKERS.filter((marker) => text.includes(marker))).toEqual([]);
  const fault = () =>
    Object.assign(new Error(`Failed query: select 1 params: marker-4711,471147,+33639980012,${PASSWORD}`), {
      code: 'marker-4711 471147',
      cause: new Error('{"to":"33639980012","text":"471147 is your verification code"}'),
      params: ['marker-4711', PASSWORD],
    });

  it('T-075, R-LG-08: a database that throws what it was given leaves none of it in log or answer', async ({
    world,
    lines,
    deps,
  }) => {
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

  it('C071: a provider that fails with the message in its mouth leaves none of it in log, answer or database', async ({
    world,
    lines,
    deps,
  }) => {
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

  it('R-LG-06: what people type or send as headers breaks no line and colours no terminal', async ({ lines, deps }) => {
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
