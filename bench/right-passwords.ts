import { from, ours } from './calls.ts';
import { load, quantile, storming } from './load.ts';
import type { Filled } from './processes.ts';
import { type Call, PASSWORD, plainLoginOf } from './protocol.ts';
import type { Report } from './report.ts';
import { startBuilt } from './storm.ts';

const PORT = 7142;
const LOOPS = 24;
const PEOPLE = 40;
/** Of whom so many ask at once. */
const AT_ONCE = 4;
/** Accounts from here on are attacked; people have those before. */
const ATTACKED = 600;

interface Storm {
  readonly name: string;
  /** The call of this number, over all loops. */
  readonly call: (n: number) => Call;
}

interface Others {
  readonly letIn: number;
  readonly latenciesMs: readonly number[];
}

/**
 * What others meet who sign in while somebody asks in 24 loops: with wrong passwords from as many networks, with one right
 * password from one address, and for a new password in one session (D042). Each of the others asks once; what is refused
 * is not asked again.
 */
export async function rightPasswords(filled: Filled, rounds: number, report: Report): Promise<void> {
  const server = await startBuilt(filled, PORT);
  report.table(`${PEOPLE} people sign in while somebody asks in ${LOOPS} loops`, [
    '',
    'let in at the first asking',
    'p50',
    'p99',
    'asked by the loops meanwhile',
  ]);
  try {
    const storms = [...(await stormsOf())];
    const met = new Map(storms.map(({ name }) => [name, { others: [] as Others[], asked: 0 }]));
    for (let round = 0; round < rounds; round += 1)
      for (const [place, storm] of storms.entries()) {
        const of = met.get(storm.name);
        const { others, asked } = await meet(storm, round * storms.length + place);
        of?.others.push(others);
        if (of !== undefined) of.asked += asked;
      }
    const shares = storms.map(({ name }) => {
      const { others, asked } = met.get(name) ?? { others: [], asked: 0 };
      const letIn = others.reduce((sum, one) => sum + one.letIn, 0);
      const all = others.flatMap(({ latenciesMs }) => latenciesMs);
      const people = PEOPLE * others.length;
      report.row([
        name,
        `${letIn} of ${people}`,
        `${quantile(all, 0.5).toFixed(0)} ms`,
        `${quantile(all, 0.99).toFixed(0)} ms`,
        String(asked),
      ]);
      return letIn / people;
    });
    const [wrong = 0, ...right] = shares;
    report.say('');
    for (const [at, share] of right.entries())
      report.say(`Let in, ${storms[at + 1]?.name} / ${storms[0]?.name}: ${(share / wrong).toFixed(2)}`);
  } finally {
    server.kill('SIGKILL');
  }
}

async function stormsOf(): Promise<readonly Storm[]> {
  const signIn = (login: string, password: string): Call => ({
    ...ours.password(0, true),
    body: JSON.stringify({ login, password }),
  });
  const signedIn = (await load([PORT], 1, [from(signIn(plainLoginOf(0), PASSWORD), 90_000)])).answers[0];
  if (signedIn?.status !== 200) throw new Error(`nobody is signed in: ${signedIn?.status} ${signedIn?.body}`);
  const change = ours.begin(0);
  const headers = { ...change.headers, cookie: signedIn.cookies };
  const body = JSON.stringify({ newPassword: 'harbour meadow 43 quiet' });
  return [
    { name: 'wrong passwords from as many networks', call: (n) => from(ours.password(ATTACKED + (n % 300), false), n) },
    { name: 'one right password from one address', call: () => from(ours.password(ATTACKED, true), 80_000) },
    { name: 'a new password in one session', call: () => ({ ...change, path: '/api/password', headers, body }) },
  ];
}

async function meet(storm: Storm, round: number): Promise<{ readonly others: Others; readonly asked: number }> {
  const loops = storming(PORT, LOOPS, (n) => storm.call(round * 5000 + n));
  await loops.underWay;
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    const person = round * PEOPLE + index;
    return from(ours.password(person % ATTACKED, true), 100_000 + person);
  });
  const { answers, latenciesMs } = await load([PORT], AT_ONCE, people, false);
  const asked = await loops.stop();
  return { others: { letIn: answers.filter(({ status }) => status === 200).length, latenciesMs }, asked };
}
