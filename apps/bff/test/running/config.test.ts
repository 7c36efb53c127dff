import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environment, readConfig } from '../../src/config.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const NEEDED = { PUBLIC_ORIGIN: 'https://console.example.com' };
const MARKER = 'marker4711';

const linesFor = (variables: Readonly<Record<string, string>>) => {
  const read = readConfig({ ...NEEDED, ...variables });
  return read.kind === 'refused' ? read.lines : [];
};

describe('the configuration', () => {
  it('is complete with the one variable that nobody can guess, and frozen', () => {
    const read = readConfig(NEEDED);
    if (read.kind === 'refused') throw new Error(read.lines.join('\n'));
    expect(read.config).toMatchObject({
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: 8787,
      TRUSTED_PROXIES: [],
      PASSWORD_MEMORY_MIB: 64,
      PASSWORD_PASSES: 3,
      PASSWORD_LANES: 4,
      TOTP_TOLERANCE_STEPS: 1,
      SESSION_ABSOLUTE_SECONDS: 43_200,
      SESSION_IDLE_SECONDS: 3600,
      SMS_SENDER: 'TheBuilding',
      SMS_KILL_SWITCH: false,
      SMS_FICTIONAL_PREFIXES: [],
      METRICS_PORT: 0,
    });
    expect(Object.isFrozen(read.config)).toBe(true);
  });

  it('takes an empty variable for an absent one, and lists with blanks', () => {
    const read = readConfig({
      ...NEEDED,
      PORT: '',
      KEY_RING: '',
      SMS_COUNTRIES: 'FR, BE',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1,',
    });
    expect(read).toMatchObject({
      kind: 'ok',
      config: { PORT: 8787, SMS_COUNTRIES: ['FR', 'BE'], TRUSTED_PROXIES: ['10.0.0.0/8', '::1'] },
    });
  });

  it('says what is missing', () => {
    expect(readConfig({})).toEqual({ kind: 'refused', lines: ['PUBLIC_ORIGIN: is missing'] });
    expect(readConfig({ PUBLIC_ORIGIN: '' })).toEqual({ kind: 'refused', lines: ['PUBLIC_ORIGIN: is missing'] });
  });

  it.each([
    ['NODE_ENV', MARKER, 'must be one of production, development, test'],
    ['PORT', MARKER, 'must be a whole number'],
    ['PORT', '80.5', 'must be a whole number'],
    ['PORT', '0', 'must be at least 1'],
    ['PORT', '65536', 'must be at most 65535'],
    ['LOG_LEVEL', MARKER, 'must be one of debug, info, warn, error'],
    ['PUBLIC_ORIGIN', MARKER, 'must be an origin alone, such as https://console.example.com'],
    [
      'PUBLIC_ORIGIN',
      `https://${MARKER}.example.com/console`,
      'must be an origin alone, such as https://console.example.com',
    ],
    [
      'PUBLIC_ORIGIN',
      `https://${MARKER}:x@example.com`,
      'must be an origin alone, such as https://console.example.com',
    ],
    ['PUBLIC_ORIGIN', 'ftp://localhost', 'must be an origin alone, such as https://console.example.com'],
    ['PUBLIC_ORIGIN', `http://${MARKER}.example.com`, 'must be https, except on loopback'],
    ['SUPPORT_URL', `javascript:${MARKER}`, 'must begin with mailto: or https://'],
    ['TRUSTED_PROXIES', `10.0.0.0/8,${MARKER}`, 'must be addresses or networks, such as 10.0.0.0/8'],
    ['TRUSTED_PROXIES', '0.0.0.0/0', 'must not be everybody: anyone could then give any address as their own'],
    ['TRUSTED_PROXIES', '::/0', 'must not be everybody: anyone could then give any address as their own'],
    ['PASSWORD_MEMORY_MIB', '18', 'must be at least 19'],
    ['PASSWORD_PASSES', '1', 'must be at least 2'],
    ['PASSWORD_LANES', '0', 'must be at least 1'],
    ['TOTP_TOLERANCE_STEPS', '2', 'must be at most 1'],
    ['SESSION_ABSOLUTE_SECONDS', '86401', 'must be at most 86400'],
    ['SESSION_IDLE_SECONDS', '299', 'must be at least 300'],
    ['SESSION_IDLE_SECONDS', '43201', 'must not exceed SESSION_ABSOLUTE_SECONDS'],
    ['SMS_SENDER', 'The Building', 'must be 1 to 11 letters and digits, with a letter among them'],
    ['SMS_SENDER', '123456', 'must be 1 to 11 letters and digits, with a letter among them'],
    ['SMS_SENDER', 'TheBuildings', 'must be 1 to 11 letters and digits, with a letter among them'],
    ['SMS_COUNTRIES', 'fr', 'must be two-letter codes in capitals, such as FR,BE'],
    ['SMS_NUMERIC_SENDERS', `US:${MARKER}`, 'must be countries with digits, such as US:18005550100, each country once'],
    ['SMS_KILL_SWITCH', 'yes', 'must be one of true, false'],
    ['SMS_FICTIONAL_PREFIXES', '+3363998', 'is for development and tests, remove it'],
    ['VONAGE_API_HOST', MARKER, 'must be an origin such as https://api-eu.nexmo.com'],
    ['VONAGE_SIGNATURE_SECRET', MARKER, 'must have at least 32 characters'],
    ['VONAGE_TIMEOUT_MS', '9000', 'must be at most 8000'],
    ['METRICS_PORT', '8787', 'must not be that of PORT'],
  ])('%s=%s: one line says what to do, without the value', (name, value, words) => {
    const lines = linesFor({ [name]: value });
    expect(lines).toEqual([`${name}: ${words}`]);
    expect(lines.join()).not.toContain(MARKER);
  });

  it('R-CF-08: two sources of one secret are a contradiction', () => {
    expect(linesFor({ KEY_RING: MARKER, KEY_RING_FILE: '/run/keys' })).toEqual([
      'KEY_RING: remove it or KEY_RING_FILE: only one of them can be meant',
    ]);
    expect(linesFor({ VONAGE_PRIVATE_KEY: MARKER, VONAGE_PRIVATE_KEY_FILE: '/run/key' })).toEqual([
      'VONAGE_PRIVATE_KEY: remove it or VONAGE_PRIVATE_KEY_FILE: only one of them can be meant',
    ]);
  });

  it('names every fault at once', () => {
    expect(linesFor({ PORT: 'x', LOG_LEVEL: 'x', PASSWORD_PASSES: '1' })).toEqual([
      'PORT: must be a whole number',
      'LOG_LEVEL: must be one of debug, info, warn, error',
      'PASSWORD_PASSES: must be at least 2',
    ]);
    expect(linesFor({ SMS_FICTIONAL_PREFIXES: '+33', TRUSTED_PROXIES: 'x' })).toHaveLength(2);
  });

  it.each(['', '?sslmode=prefer', '?sslmode=require', '?sslmode=no-verify', '?ssl=true'])(
    'R-CF-02: refuses a database over a network with "%s", which may be neither encrypted nor proven',
    (parameters) => {
      const url = `postgres://console:secret@database.example.com:5432/console${parameters}`;
      expect(linesFor({ DATABASE_URL: url })).toEqual([
        'DATABASE_URL: add sslmode=verify-full, or sslmode=disable where nobody else is on the network to the database',
      ]);
    },
  );

  it.each([
    'sqlite:console.sqlite',
    'postgres://console@localhost/console',
    'postgres://console@127.0.0.1:5433/console',
    'postgresql:///console?host=/run/postgresql',
    'postgres://console@%2Frun%2Fpostgresql/console',
    'postgres://console@database.example.com/console?sslmode=verify-full',
    'postgres://console@database:5432/console?sslmode=disable',
  ])('R-CF-02: takes %s', (url) => {
    expect(linesFor({ DATABASE_URL: url })).toEqual([]);
  });

  it.each(['http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787', 'https://console.example.com:8443'])(
    'takes %s for an origin',
    (origin) => {
      expect(readConfig({ PUBLIC_ORIGIN: origin })).toMatchObject({ kind: 'ok', config: { PUBLIC_ORIGIN: origin } });
    },
  );
});

describe('D036: the public origin', () => {
  it.each([
    ['HTTPS://Console.Example.COM', 'https://console.example.com'],
    ['https://console.example.com:443', 'https://console.example.com'],
    ['https://console.example.com/', 'https://console.example.com'],
    [' https://console.example.com:8443/ ', 'https://console.example.com:8443'],
    ['https://bâtiment.example', 'https://xn--btiment-pwa.example'],
    ['http://LOCALHOST:80/', 'http://localhost'],
  ])('%s means %s', (typed, origin) => {
    expect(readConfig({ PUBLIC_ORIGIN: typed })).toMatchObject({ kind: 'ok', config: { PUBLIC_ORIGIN: origin } });
  });
});

interface Example {
  readonly name: string;
  readonly value: string;
  readonly given: boolean;
  readonly comment: string;
}

/** `NAME=value`, or `#NAME=value` for a default, with the comment line before it. */
function examples(): Example[] {
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    const [, hash, name, value] = /^(#?)([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    return [{ name, value: value ?? '', given: hash === '', comment: lines[at - 1] ?? '' }];
  });
}

describe('.env.example', () => {
  it('has every variable once and no other, each with a comment', () => {
    const found = examples();
    expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(environment.shape).toSorted());
    for (const { name, comment } of found) expect([name, comment]).toEqual([name, expect.stringMatching(/^# \S.{8,}/)]);
  });

  it('shows the defaults that the server has', () => {
    const found = examples();
    const given = Object.fromEntries(found.filter((one) => one.given).map(({ name, value }) => [name, value]));
    const shown = Object.fromEntries(found.map(({ name, value }) => [name, value]));
    expect(readConfig(given)).toMatchObject({ kind: 'ok' });
    expect(readConfig(shown)).toEqual(readConfig(given));
    const withDefault = found.filter(({ name }) => environment.safeParse(given).data?.[name as 'PORT'] !== undefined);
    for (const { name, value } of withDefault) {
      const isEmpty = [undefined, ''].includes(String(environment.parse(given)[name as 'PORT']));
      expect([name, value === '']).toEqual([name, isEmpty]);
    }
  });

  it('no source reads a variable that is not in it', () => {
    const folder = join(ROOT, 'apps', 'bff', 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const read = files.flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/process\.env(?:\.|\[')([A-Z_]+)/g),
    ]);
    const names = new Set(read.map(([, name]) => name ?? ''));
    // Where the migrations lie is told by the bundle itself, never by an operator.
    names.delete('MIGRATIONS_DIRECTORY');
    expect([...names].filter((name) => !Object.hasOwn(environment.shape, name))).toEqual([]);
  });
});
