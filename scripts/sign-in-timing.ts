import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { assemble } from '../apps/bff/src/assemble.ts';
import { createAccount } from '../apps/bff/src/flows/operators/create-account.ts';
import { setAccountActive } from '../apps/bff/src/flows/operators/set-account-active.ts';
import { consoleFiles } from '../apps/bff/test/support/console-files.ts';
import { startConsole } from './console-process.ts';
import { freePort } from './free-port.ts';

const HELP = `Usage: pnpm sign-in-timing [--tries <n>] [--log <file>]

Asks a server with the default password hash to sign in an unknown login, a known one with a wrong password, one
whose account is disabled, one that has no password yet, and one whose password was hashed when that cost less; in
turn, each try from another network. Then the same from one address inside its wait. Compares status, headers, body and
the time that the answer took. Ends with 1 when they can be told apart.`;

const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '200' },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const TRIES = Number(values.tries);
const PASSWORD = 'meadow lantern 42 orbit';
const KINDS = ['unknown login', 'wrong password', 'disabled account', 'no password yet', 'cheaper hash'] as const;
type Kind = (typeof KINDS)[number];
/** Fewer than bring a wait about for a login. */
const TRIES_PER_LOGIN = 15;
const BEFORE = 5;
/** Of a kind, another one before the tries bring a wait about. */
const loginOf = (kind: Kind, turn: number) =>
  `${kind.replaceAll(' ', '-')}-${Math.floor(turn / TRIES_PER_LOGIN)}@example.com`;
/** The floor of the configuration, as it may have been before it was raised. */
const CHEAP = { PASSWORD_MEMORY_MIB: '19', PASSWORD_PASSES: '2', PASSWORD_LANES: '1' };
/** Failures over all logins that bring a client's wait about, and the address that makes them. */
const CLIENT_FAILURES = 30;
const WAITING_ADDRESS = '172.16.0.1';
/** Changes from answer to answer for everybody. */
const VARYING = new Set(['date', 'retry-after']);

const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};

interface Answer {
  readonly ms: number;
  /** All that a stranger can see, in lines. */
  readonly seen: string;
}

async function main(): Promise<void> {
  const port = await freePort();
  // The hash as it is by default: that is the work in which the difference would hide.
  const files = consoleFiles({ PUBLIC_ORIGIN: `http://localhost:${port}` });
  const environment = Object.fromEntries(
    Object.entries(files.environment).filter(([name]) => !name.startsWith('PASSWORD_')),
  );
  await makeAccounts(environment);
  const server = startConsole({ port, environment });
  if (!(await server.listening)) throw new Error(server.output.join('\n'));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const judged = await askAll((kind, turn, index) =>
    // Another /24 each, so that no network brings a wait about either.
    ask(agent, port, { kind, turn, address: `10.${index & 255}.${(index >> 8) & 255}.9` }),
  );
  for (let n = 0; n < CLIENT_FAILURES; n += 1)
    await ask(agent, port, { kind: 'unknown login', turn: (n + 1) * 1000, address: WAITING_ADDRESS });
  const waiting = await askAll((kind, turn) => ask(agent, port, { kind, turn, address: WAITING_ADDRESS }));
  agent.destroy();
  server.child.kill('SIGTERM');
  await server.exited;
  files.remove();
  const alike = report('Sign-in refused', judged, { status: 401, tolerance: 0.05 });
  say('');
  const inWait = report('Sign-in refused inside a wait', waiting, { status: 429, tolerance: 0.1 });
  say('');
  say(`Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`);
  process.exitCode = alike && inWait ? 0 : 1;
}

type Asking = (kind: Kind, turn: number, index: number) => Promise<Answer>;

/** Each kind in turn, another order in each round, so that none always follows the same one. */
async function askAll(asking: Asking): Promise<ReadonlyMap<Kind, readonly Answer[]>> {
  const answers = new Map<Kind, Answer[]>(KINDS.map((kind) => [kind, []]));
  for (let round = -BEFORE; round < TRIES; round += 1) {
    for (let place = 0; place < KINDS.length; place += 1) {
      const kind = KINDS[(place + round + KINDS.length * 2) % KINDS.length] ?? 'unknown login';
      const turn = round + BEFORE;
      const answer = await asking(kind, turn, turn * KINDS.length + place);
      if (round >= 0) answers.get(kind)?.push(answer);
    }
  }
  return answers;
}

type Variables = Readonly<Record<string, string>>;

async function makeAccounts(environment: Variables): Promise<void> {
  await makeKinds(environment, ['wrong password', 'no password yet', 'disabled account']);
  await makeKinds({ ...environment, ...CHEAP }, ['cheaper hash']);
}

async function makeKinds(environment: Variables, kinds: readonly Kind[]): Promise<void> {
  const migrations = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
  const { deps, close } = await assemble({ ...environment, LOG_LEVEL: 'error' }, 'command', migrations);
  const each = Math.ceil((TRIES + BEFORE) / TRIES_PER_LOGIN);
  for (const kind of kinds)
    for (let n = 0; n < each; n += 1) {
      const password = kind === 'no password yet' ? null : PASSWORD;
      const login = loginOf(kind, n * TRIES_PER_LOGIN);
      const made = await createAccount(deps, { name: 'Alex Martin', language: 'en', login, password });
      if (made.kind !== 'created') throw new Error(made.kind);
      if (kind === 'disabled account') await setAccountActive(deps, made.id, false, 'timing');
    }
  await close();
}

interface Try {
  readonly kind: Kind;
  readonly turn: number;
  /** As the trusted proxy tells it. */
  readonly address: string;
}

function ask(agent: Agent, port: number, { kind, turn, address }: Try): Promise<Answer> {
  // The disabled account is tried with its right password: not even that is to be told apart.
  const password = kind === 'disabled account' ? PASSWORD : 'not the password of anybody';
  // As long for every kind, so that no size tells.
  const body = JSON.stringify({ login: loginOf(kind, turn), password }).padEnd(160);
  const headers = {
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': address,
  };
  return new Promise((done, failed) => {
    const started = performance.now();
    const sent = request(
      { agent, host: '127.0.0.1', port, method: 'POST', path: '/api/sign-in', headers },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const ms = performance.now() - started;
          done({ ms, seen: seenIn(response.statusCode, response.headers, Buffer.concat(parts).toString()) });
        });
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

function seenIn(status: number | undefined, headers: NodeJS.Dict<string | string[]>, body: string): string {
  const { requestId: _, retryAfterSeconds: __, ...problem } = JSON.parse(body) as Record<string, unknown>;
  const shown = Object.entries(headers).filter(([name]) => !VARYING.has(name));
  return [
    `status ${status}`,
    `  ${JSON.stringify(problem)}`,
    ...shown.map(([name, value]) => `  ${name}: ${value}`),
  ].join('\n');
}

interface Expected {
  readonly status: number;
  /** How far a median may be from that of the unknown login, as a share of it. */
  readonly tolerance: number;
}

function report(
  title: string,
  answers: ReadonlyMap<Kind, readonly Answer[]>,
  { status, tolerance }: Expected,
): boolean {
  const timesOf = (kind: Kind) => (answers.get(kind) ?? []).map(({ ms }) => ms);
  const reference = timesOf('unknown login');
  say(`${title}, ${TRIES} tries of each kind in turn, Node ${process.versions.node}, argon2id by default`);
  let alike = true;
  for (const kind of KINDS) {
    const times = timesOf(kind);
    const ratio = median(times) / median(reference);
    const within = Math.abs(ratio - 1) <= tolerance;
    alike &&= within;
    say(
      `${kind.padEnd(17)} median ${median(times).toFixed(2)} ms, ${ratio.toFixed(3)} of the unknown login's` +
        `, Mann-Whitney p ${mannWhitney(times, reference).toFixed(2)}${within ? '' : '  APART'}`,
    );
  }
  const seen = [...new Set([...answers.values()].flat().map((answer) => answer.seen))];
  say('');
  say(
    seen.length === 1 ? 'The same in all, but for the date and the id of the request:' : 'TOLD APART by what is seen:',
  );
  for (const one of seen) say(one);
  // A throttle would answer everybody alike and at once.
  return alike && seen.length === 1 && seen.every((one) => one.startsWith(`status ${status}\n`));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** The chance that two samples of one distribution are this different, two-sided; normal approximation. */
function mannWhitney(one: readonly number[], other: readonly number[]): number {
  const wins = one.reduce(
    (sum, value) => sum + other.reduce((won, than) => won + (value > than ? 1 : value === than ? 0.5 : 0), 0),
    0,
  );
  const [n, m] = [one.length, other.length];
  const z = Math.abs((wins - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12));
  return 2 * (1 - normal(z));
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

if (values.help) process.stdout.write(`${HELP}\n`);
else await main();
if (values.log !== undefined) {
  mkdirSync(dirname(values.log), { recursive: true });
  writeFileSync(values.log, `${lines.join('\n')}\n`);
}
