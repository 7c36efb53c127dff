import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCaddy } from '../support/caddy-example.ts';
import { missingProgram } from '../support/debian-package.ts';
import { readExample, startNginx } from '../support/nginx-example.ts';
import { type AppOwner, appOwner } from '../support/owners.ts';
import { HOST, openProxiedSite, type ProxiedSite } from '../support/proxied-site.ts';
import { rawRequest } from '../support/raw-request.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';

const PROXIES = [
  { name: 'nginx', start: startNginx },
  { name: 'caddy', start: startCaddy },
];
const NAMES = ['x-console-account', 'x-console-login', 'x-console-assurance'];
const EVIL = 'someone.else@example.com';
const OTHER_SIGNS = "!#$%&'*+^`|~";
const SPELLINGS = [
  'X-Console-Login',
  'x-console-login',
  'X_Console_Login',
  'X-Console_Login',
  'X_Console-Login',
  'x_CONSOLE_login',
  'X.Console.Login',
  'X-Console.Login',
  // Every other sign that may stand in a name (RFC 9110 §5.6.2).
  ...[...OTHER_SIGNS].map((sign) => `X${sign}Console${sign}Login`),
  'X-Console~Login',
  'X!Console-Login',
];
type Header = readonly [string, string];

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe.each(PROXIES)('$name, by its example, in front of a WSGI application', { timeout: 120_000 }, (proxy) => {
  const missing = missingProgram(proxy.name) ?? missingProgram('python3');
  const withoutFastcgi = missingProgram('fcgiwrap');
  for (const lack of [missing, withoutFastcgi]) if (lack !== null) process.stdout.write(`Not tested: ${lack}\n`);
  let site: ProxiedSite;
  let owner: AppOwner;
  let session: string;

  beforeAll(async () => {
    if (missing !== null) return;
    site = await openProxiedSite(proxy.start);
    owner = await appOwner(site.world);
    session = owner.browser.cookies.get('session') ?? '';
  }, 300_000);
  afterAll(async () => {
    if (missing === null) await site.close();
  });

  const ask = (path: string, headers: readonly Header[], method = 'GET') =>
    rawRequest(site.places.proxy, `${method} ${path}`, [['Host', HOST], ...headers]);
  const signedIn = (): Header => ['Cookie', `__Host-session=${session}`];

  /**
   * What a reader of CGI's variables is told, whatever the application's language and server: PHP takes a dot for an
   * underscore, lighttpd every sign that is neither letter nor digit.
   */
  const told = async (headers: readonly Header[]) => {
    const answer = await ask('/echo', headers);
    expect([headers, answer.status]).toEqual([headers, 200]);
    const environ: Record<string, string> = JSON.parse(answer.body.slice(answer.body.indexOf('{')));
    return Object.entries(environ).map(([name, value]) => [name.replace(/[^A-Z0-9]/gi, '_'), value] as const);
  };
  const identity = (environ: readonly Header[]) =>
    environ.filter(([name]) => name.startsWith('HTTP_X_CONSOLE')).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const itsOwner = () => [
    ['HTTP_X_CONSOLE_ACCOUNT', owner.id],
    ['HTTP_X_CONSOLE_ASSURANCE', 'aal2'],
    ['HTTP_X_CONSOLE_LOGIN', owner.login],
  ];

  it.skipIf(missing !== null).each(SPELLINGS)(
    'D028: %s of a client is not what the application is told',
    async (name) => {
      expect(identity(await told([signedIn(), [name, EVIL]]))).toEqual(itsOwner());
      expect(identity(await told([[name, EVIL], signedIn(), [name, EVIL]]))).toEqual(itsOwner());
    },
  );

  it
    .skipIf(missing !== null)
    .each([
      'close, X-Console-Login, X-Console-Assurance',
      'X-Console-Account',
      'x-console-login,X_Console_Login, close',
      'Upgrade, X-Console-Login',
    ])('D038: Connection: %s takes nothing away from what the application is told', async (value) => {
    const close: Header = ['Connection', 'close'];
    for (const more of [[], [close], [['Upgrade', 'websocket'] as const, close]])
      expect(identity(await told([signedIn(), ['Connection', value], ...more]))).toEqual(itsOwner());
  });

  it.skipIf(missing !== null)('D028: any mixture of them, in any order, tells the truth (fuzzed)', async () => {
    process.stdout.write(`${proxy.name}: identity headers with SEED=${seed}\n`);
    const random = seededRandom(seed);
    for (let run = 0; run < 150; run += 1) {
      const headers = [signedIn(), ...Array.from({ length: random.whole(1, 6) }, () => spoofed(random))];
      const shuffled = headers
        .map((header) => [random.whole(0, 1e6), header] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, header]) => header);
      expect([shuffled, identity(await told(shuffled))]).toEqual([shuffled, itsOwner()]);
      const stranger = await ask(
        '/echo',
        shuffled.filter(([name]) => name !== 'Cookie'),
      );
      expect([401, 302]).toContain(stranger.status);
    }
  });

  it.skipIf(missing !== null)('D053: the application gets its own cookies and none of the console', async () => {
    const ours = (name: string) => `__Host-${name}=${session}`;
    const theirs = 'theme=dark; my__Host-session=1; list=a|b';
    for (const [sent, got] of [
      [ours('session'), ''],
      [`${ours('session')}; ${ours('browser')}; ${ours('challenge')}; ${ours('passkey')}`, ''],
      [`${ours('session')}; ${theirs}`, theirs],
      [`${theirs}; ${ours('browser')}; ${ours('session')}`, theirs],
      [`${ours('browser')};theme=dark;${ours('session')};last=1`, 'theme=dark;last=1'],
      [`${theirs};${ours('challenge')};  ${ours('session')};`, theirs],
    ] as const) {
      const environ = await told([['Cookie', sent]]);
      expect(JSON.stringify(environ)).not.toContain(session);
      const cookie = environ.find(([name]) => name === 'HTTP_COOKIE')?.[1] ?? '';
      expect([sent, tidy(cookie)]).toEqual([sent, tidy(got)]);
    }
    const two = await told([
      ['Cookie', `${ours('browser')}; a=1`],
      ['Cookie', `b=2; ${ours('session')}`],
    ]);
    expect(JSON.stringify(two)).not.toContain(session);
    const many = Array.from({ length: 9 }, () => ours('browser')).join('; ');
    expect(JSON.stringify(await told([['Cookie', `${many}; ${ours('session')}; a=1`]]))).not.toContain(session);
  });

  it.skipIf(missing !== null)('D053, D031: its service worker stays in its own folder', async () => {
    const script: Header = ['Service-Worker', 'script'];
    expect((await ask('/worker.js', [signedIn(), script])).status).toBe(403);
    expect((await ask('/worker.js', [signedIn()])).status).toBe(200);
    expect((await ask('/app/worker.js', [signedIn(), script])).status).toBe(200);
    expect((await ask('/echo', [signedIn()])).head).not.toMatch(/service-worker-allowed/i);
  });

  it.skipIf(missing !== null)('D038: a socket may still be asked for', async () => {
    const environ = await told([
      signedIn(),
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Connection', 'close'],
    ]);
    expect(identity(environ)).toEqual(itsOwner());
  });

  it.skipIf(missing !== null || withoutFastcgi !== null).each(SPELLINGS)(
    'D028: %s of a client is not what an application is told by FastCGI',
    async (name) => {
      const { status, body } = await ask('/cgi', [[name, EVIL], signedIn(), [name, EVIL], ['X-Console-Account', EVIL]]);
      expect(status).toBe(200);
      expect(body).not.toContain(EVIL);
      expect(body).not.toContain(session);
      expect(body).toContain(`HTTP_X_CONSOLE_LOGIN=${owner.login}\n`);
      expect(body).toContain(`HTTP_X_CONSOLE_ACCOUNT=${owner.id}\n`);
    },
  );
});

/** It is not run here: of a name that matches it removes what the client sent, and copies the console's own. */
describe('the example for Traefik', () => {
  const example = readExample('traefik', 'dynamic.yaml');
  const taken = new RegExp(example.match(/authResponseHeadersRegex: "\(\?i\)(.+)"/)?.[1] ?? 'none', 'i');
  const signs = [...'-_.', ...OTHER_SIGNS];

  it.each(NAMES)('D028: %s goes in every spelling, and no other header does', (name) => {
    const [x = '', console = '', what = ''] = name.split('-');
    for (const first of signs)
      for (const second of signs) expect([x, first, console, second, what].join('')).toMatch(taken);
    expect(name.toUpperCase()).toMatch(taken);
    for (const other of [`${name}-2`, `my-${name}`, 'x-console', 'cookie', 'authorization'])
      expect(other).not.toMatch(taken);
  });
});

const tidy = (cookie: string) =>
  cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .join('; ');

/** A header that somebody might take for the console's, or that makes a proxy drop it. */
function spoofed(random: SeededRandom): Header {
  const name = NAMES[random.whole(0, NAMES.length - 1)] ?? '';
  const spelt = [...name]
    .map((sign) => (sign === '-' ? ['-', '-', '_', '.', '!', '|'][random.whole(0, 5)] : sign))
    .map((sign) => (random.inPercent(40) ? sign?.toUpperCase() : sign))
    .join('');
  switch (random.whole(0, 5)) {
    case 0:
      return ['Connection', `close, ${spelt}`];
    case 1:
      return ['Connection', spelt];
    case 2:
      return ['Trailer', spelt];
    default:
      return [spelt, EVIL];
  }
}
