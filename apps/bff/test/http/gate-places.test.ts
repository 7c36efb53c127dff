import { describe, expect } from 'vitest';
import { PASSWORD } from '../support/fixed-values.ts';
import { ask } from './gate-ask.ts';
import { stored } from './routes-calls.ts';
import { API_ROUTES, nameOf, pathOf } from './routes-table.ts';
import { signedInWorld } from './signed-in-world.ts';

const test = signedInWorld();

const outcome = ({ status, json }: { status: number; json: Readonly<Record<string, unknown>> | null }) => ({
  status,
  type: json?.['type'],
});

describe('the host', () => {
  test.for(['evil.test', 'localhost', 'localhost:8788', 'localhost:8787.evil.test', 'evil.test:8787', '', undefined])(
    'T-079: under %s nothing is served',
    async (host, { world, cookie }) => {
      for (const path of ['/api/session', '/console/', '/', '/api/nope']) {
        const answer = await ask(world.app, 'GET', path, { headers: { host, cookie } });
        expect(outcome(answer)).toEqual({ status: 421, type: 'wrong-host' });
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    },
  );

  test('health is asked for by machines that know no name', async ({ world }) => {
    expect((await ask(world.app, 'GET', '/healthz', { headers: { host: '10.1.2.3' } })).status).toBe(200);
  });

  test('T-079: no forwarded host reaches what is sent or shown', async ({ world, owner }) => {
    const headers = {
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'https',
      'x-original-host': 'evil.test',
      forwarded: 'host=evil.test;proto=https',
    };
    const { body } = await owner.browser.send<{ kind: string }>(
      'POST',
      '/api/enrolments',
      { kind: 'phone', country: 'FR', number: '0639980012' },
      headers,
    );
    expect(JSON.stringify(body)).not.toContain('evil');
    expect(world.phones.sent.at(-1)?.text).toMatch(/\n@localhost #\d{6}$/);
    const carol = world.browser();
    await world.account('carol@example.com');
    await carol.send('POST', '/api/sign-in', { login: 'carol@example.com', password: PASSWORD }, headers);
    const app = await carol.send<{ otpauthUri: string }>('POST', '/api/enrolments', { kind: 'app' }, headers);
    expect(app.body.otpauthUri).toMatch(
      /^otpauth:\/\/totp\/The%20Building%20API:carol%40example\.com\?secret=[A-Z2-7]{32}&issuer=The%20Building%20API$/,
    );
  });
});

describe('other origins', () => {
  test.for(API_ROUTES.map((route) => [nameOf(route), route] as const))(
    'T-095: %s grants them nothing',
    async ([, route], { world, cookie }) => {
      const headers = {
        origin: 'https://evil.test',
        cookie,
        'access-control-request-method': route.method,
        'access-control-request-headers': 'content-type',
        'access-control-request-private-network': 'true',
      };
      for (const method of ['OPTIONS', route.method]) {
        const answer = await ask(world.app, method, pathOf(route), { headers });
        const granted = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect([method, granted, answer.headers.get('timing-allow-origin')]).toEqual([method, [], null]);
        expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      }
    },
  );

  test('T-096: a header of thousands of commas costs nothing', async ({ world }) => {
    const commas = ','.repeat(16_000);
    const names = [
      'access-control-request-headers',
      'cookie',
      'accept-language',
      'x-forwarded-for',
      'accept-encoding',
      'user-agent',
      'content-type',
      'forwarded',
      'range',
      'if-none-match',
    ];
    for (const name of names) {
      const took: number[] = [];
      for (let run = 0; run < 5; run += 1) {
        const before = process.cpuUsage();
        const answer = await ask(world.app, 'OPTIONS', '/api/session', { headers: { [name]: commas } });
        const { user, system } = process.cpuUsage(before);
        took.push((user + system) / 1000);
        expect([name, answer.status]).toEqual([name, 405]);
      }
      expect(Math.min(...took)).toBeLessThan(50);
    }
  });
});

describe('paths', () => {
  test('T-103: an unknown one below /api is a problem, never a page', async ({ world, cookie }) => {
    for (const path of [
      '/api',
      '/api/',
      '/api/nope',
      '/api/session/x.css',
      '/api/session/',
      '/api/session;a',
      '/api/security/..',
    ]) {
      const answer = await ask(world.app, 'GET', path, { headers: { cookie } });
      expect([path, outcome(answer)]).toEqual([path, { status: 404, type: 'not-found' }]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('T-059, T-101: capitals, doubled slashes and dots lead past no wall', async ({ world, cookie }) => {
    const before = await stored(world);
    for (const path of [
      '/API/security',
      '/api//security',
      '//api/security',
      '/api/./security',
      '/api/x/../security',
      '/api\\security',
      '/api/security%00',
      '/api/security%2f',
      '/api%2fsecurity',
      '/%2e/api/security',
      '/api/security%20',
    ]) {
      const answer = await ask(world.app, 'GET', path);
      expect([path, answer.status === 401 || answer.status === 404]).toEqual([path, true]);
      expect(answer.text).not.toContain('authenticators');
      const foreign = await ask(world.app, 'DELETE', path.replace('security', 'two-factor'), {
        headers: { cookie, origin: 'https://evil.test' },
      });
      expect([path, foreign.status === 403 || foreign.status === 404]).toEqual([path, true]);
    }
    expect(await stored(world)).toEqual(before);
  });

  test('T-101: each character of a prefix percent-encoded meets the same walls', async ({ world, cookie }) => {
    const path = '/api/security';
    for (let at = 1; at < path.length; at += 1) {
      if (path[at] === '/') continue;
      const encoded = `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`;
      const answer = await ask(world.app, 'GET', encoded);
      expect([encoded, answer.status, answer.headers.get('cache-control')]).toEqual([encoded, 401, 'no-store']);
      const host = await ask(world.app, 'GET', encoded, { headers: { cookie, host: 'evil.test' } });
      expect([encoded, host.status]).toEqual([encoded, 421]);
      const change = await ask(world.app, 'DELETE', encoded.replace('security', 'sessions'), {
        headers: { cookie, origin: 'https://evil.test' },
      });
      expect([encoded, change.status === 403]).toEqual([encoded, true]);
    }
  });
});
