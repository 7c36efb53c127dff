import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { assemble } from '../apps/bff/src/assemble.ts';
import { createAccount } from '../apps/bff/src/flows/create-account.ts';
import { setAccountActive } from '../apps/bff/src/flows/set-account-active.ts';
import { consoleFiles } from '../apps/bff/test/support/console-files.ts';
import { startConsole } from './console-process.ts';
import { freePort } from './free-port.ts';

const HELP = `Usage: pnpm sign-in-timing [--tries <n>] [--log <file>]

Asks a server with the default password hash to sign in an unknown login, a known one with a wrong password, one
whose account is disabled, and one that has no password yet; in turn, each try from another address. Compares status,
headers, body and the time that the answer took. Ends with 1 when they can be told apart.`;

const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '200' },
    log: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const TRIES = Number(values.tries);
const PASSWORD = 'meadow lantern 42 orbit';
const KINDS = ['unknown login', 'wrong password', 'disabled account', 'no password yet'] as const;
type Kind = (typeof KINDS)[number];
const LOGINS: Record<Kind, string> = {
  'unknown login': 'nobody@example.com',
  'wrong password': 'somebody@example.com',
  'disabled account': 'disabled@example.com',
  'no password yet': 'invited@example.com',
};
/** Changes from answer to answer for everybody. */
const VARYING = new Set(['date']);

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
  const answers = new Map<Kind, Answer[]>(KINDS.map((kind) => [kind, []]));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let round = -5; round < TRIES; round += 1) {
    // Another order in each round, so that none always follows the same one.
    for (let place = 0; place < KINDS.length; place += 1) {
      const kind = KINDS[(place + round + KINDS.length * 2) % KINDS.length] ?? 'unknown login';
      const answer = await ask(agent, port, LOGINS[kind], (round + 5) * KINDS.length + place);
      if (round >= 0) answers.get(kind)?.push(answer);
    }
  }
  agent.destroy();
  server.child.kill('SIGTERM');
  await server.exited;
  files.remove();
  process.exitCode = report(answers) ? 0 : 1;
}

async function makeAccounts(environment: Readonly<Record<string, string>>): Promise<void> {
  const migrations = resolve(import.meta.dirname, '..', 'apps', 'bff', 'migrations');
  const { deps, close } = await assemble({ ...environment, LOG_LEVEL: 'error' }, 'command', migrations);
  const person = { name: 'Alex Martin', language: 'en' } as const;
  await createAccount(deps, { ...person, login: LOGINS['wrong password'], password: PASSWORD });
  await createAccount(deps, { ...person, login: LOGINS['no password yet'], password: null });
  const disabled = await createAccount(deps, { ...person, login: LOGINS['disabled account'], password: PASSWORD });
  if (disabled.kind !== 'created') throw new Error(disabled.kind);
  await setAccountActive(deps, disabled.id, false, 'timing');
  await close();
}

/** One try, from an address of its own behind the trusted proxy: no throttle answers in the server's place. */
function ask(agent: Agent, port: number, login: string, index: number): Promise<Answer> {
  // The disabled account is tried with its right password: not even that is to be told apart.
  const password = login === LOGINS['disabled account'] ? PASSWORD : 'not the password of anybody';
  const body = JSON.stringify({ login, password });
  const headers = {
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
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
  const { requestId: _, ...problem } = JSON.parse(body) as Record<string, unknown>;
  const shown = Object.entries(headers).filter(([name]) => !VARYING.has(name));
  return [
    `status ${status}, ${body.length} characters`,
    `  ${JSON.stringify(problem)}`,
    ...shown.map(([name, value]) => `  ${name}: ${value}`),
  ].join('\n');
}

function report(answers: ReadonlyMap<Kind, readonly Answer[]>): boolean {
  const timesOf = (kind: Kind) => (answers.get(kind) ?? []).map(({ ms }) => ms);
  const reference = timesOf('unknown login');
  say(`Sign-in refused, ${TRIES} tries of each kind in turn, Node ${process.versions.node}, argon2id by default`);
  let alike = true;
  for (const kind of KINDS) {
    const times = timesOf(kind);
    const ratio = median(times) / median(reference);
    const within = ratio >= 0.95 && ratio <= 1.05;
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
  return alike && seen.length === 1 && seen.every((one) => one.startsWith('status 401,'));
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
