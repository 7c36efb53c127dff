import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/fixed-values.ts';
import { test } from '../support/test.ts';
import { withApp } from './routes-calls.ts';
import { API_ROUTES, nameOf, type PinnedRoute, pathOf } from './routes-table.ts';

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-composite', maxLength: 400 }) },
  fc.string({
    unit: fc.constantFrom(
      '\u0000',
      '\ud800',
      '\udfff',
      '\u202e',
      '\ufdfa',
      '\r',
      '\n',
      "'",
      '"',
      '\\',
      '%',
      '_',
      ';',
      '+',
      '0',
    ),
  }),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    `\ufdfa`.repeat(320),
    'a'.repeat(1024),
    'a'.repeat(7000),
    '0'.repeat(1000),
    '\u0660'.repeat(6),
    "' or 1=1 --",
    '$1',
    '%00',
    '../..',
    'toString',
    '__proto__',
  ),
);
const anything = fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue({ maxDepth: 3 }));

/** Bodies near the right one: each field odd, absent or as it should be; or anything at all. */
function bodiesOf(route: PinnedRoute): fc.Arbitrary<unknown> {
  const fields = Object.entries(route.body ?? {});
  const near = fc
    .tuple(...fields.map(([, value]) => fc.oneof(fc.constant(value), anything)))
    .map((values) => Object.fromEntries(fields.map(([name], at) => [name, values[at]])));
  const phone = fc.record(
    {
      kind: fc.constant('phone'),
      country: fc.oneof(fc.constantFrom('FR', 'US', 'ZZ'), text),
      number: text,
      replaces: text,
    },
    { requiredKeys: ['kind', 'country', 'number'] },
  );
  const app = fc.record({ kind: fc.constant('app'), replaces: text });
  const answer = fc.record({
    password: fc.oneof(fc.constant(PASSWORD), text),
    answer: fc.record({ method: fc.constantFrom('otp', 'sms'), code: text }),
  });
  switch (nameOf(route)) {
    case 'POST /api/enrolments':
      return fc.oneof(near, phone, app, anything);
    case 'POST /api/step-up':
      return fc.oneof(near, answer, anything);
    case 'POST /api/sign-in/challenge/answer':
      return fc.oneof(near, fc.record({ method: fc.constantFrom('otp', 'sms', 'recovery'), code: text }), anything);
    default:
      return fc.oneof(near, anything);
  }
}

describe.each(['sqlite', 'postgres'] as const)('odd values, on %s', (engine) => {
  const it = test.extend('options', { engine });

  it.for(API_ROUTES.map((route) => [nameOf(route), route] as const))(
    'T-104: whatever %s is given, it answers, and never with a fault of its own',
    async ([, route], { world }) => {
      const { browser, login } = await withApp(world, `${crypto.randomUUID()}@example.com`);
      const cookies = new Map(browser.cookies);
      const run = async (path: string, body: unknown) => {
        const sender = new Browser(world.app, world.deps);
        for (const [name, value] of cookies) sender.cookies.set(name, value);
        if (route.who === 'challenge') await sender.signIn(login);
        const answer = await sender.send(route.method, path, body);
        expect([path, body, answer.status < 500]).toEqual([path, body, true]);
        for (const [name, value] of sender.cookies) cookies.set(name, value);
      };
      const id = fc.oneof(
        text.map((one) => encodeURIComponent(one.toWellFormed()).slice(0, 2000)),
        fc.constantFrom('%00', '%ff', '%', '..', '%2e%2e', '%e0%80%80', '%F0%9F%98%80'),
      );
      const numRuns = engine === 'sqlite' ? 20 : 10;
      if (route.body !== undefined)
        await fc.assert(
          fc.asyncProperty(bodiesOf(route), (body) => run(pathOf(route), body)),
          { numRuns },
        );
      if (route.path.includes(':id'))
        await fc.assert(
          fc.asyncProperty(id, (odd) => run(pathOf(route, odd), route.body)),
          { numRuns },
        );
    },
  );
});
