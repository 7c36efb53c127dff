import { runCommand } from '../../apps/bff/test/support/run-command.ts';
import { seededRandom } from '../../apps/bff/test/support/seeded-random.ts';
import type { Person } from '../person.ts';
import type { Outcome } from '../recorder.ts';
import type { Play, PlayedRow } from '../row.ts';
import { getsIn } from '../visit.ts';

const BOTH = ['sqlite', 'postgres'] as const;
const AT_ONCE = 100;
/** Wrong answers in a row before the first wait. */
const FREE_GUESSES = 5;

/** The same person, in so many browsers that have each got the challenge of their own. */
async function atTheSecondStep(person: Person, count: number) {
  const browsers = Array.from({ length: count }, () => person.parts.browser());
  for (const browser of browsers) await browser.signIn(person.login);
  return browsers;
}

/** What a client does that heard nothing: the same request again, with the cookies it had. */
async function lost<T>(person: Person, ask: () => Promise<T>): Promise<T> {
  const kept = new Map(person.browser.cookies);
  const answer = await ask();
  person.browser.cookies.clear();
  for (const [name, value] of kept) person.browser.cookies.set(name, value);
  return answer;
}

export const retried: readonly PlayedRow[] = [
  {
    id: 'F-24',
    engines: BOTH,
    injected: 'the answer to the second step is lost; the client sends the same again',
    checked: 'told that the sign-in is over, no second session, no guess counted; in with the next code',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      await person.anew().password('must');
      const step = person.nextStep();
      await lost(person, () => person.answer(step, 'must'));
      const again = await person.answer(step, 'never');
      play.hold(again.problem?.type === 'challenge-over', `the repetition was answered ${again.problem?.type}`);
      await person.anew().password('must');
      const used = await person.answer(step, 'never');
      play.hold(used.problem?.type === 'wrong-code' && used.problem.alreadyUsed === true, 'it is not said to be used');
      await stage.advance(30);
      await person.answer(person.nextStep(), 'must');
    },
  },
  {
    id: 'F-25',
    engines: BOTH,
    injected: 'the answers to confirming, turning off and replacing the recovery code are lost; sent again',
    checked: 'one effect each, the second answer says how things stand, one active recovery code at most',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.person();
      play.watch(person);
      await person.password('must', { opens: true });
      const begun = await person.beginApp('must');
      const step = person.nextStep();
      await lost(person, () => person.confirm(begun?.id ?? '', step, 'must'));
      const confirmed = await person.confirm(begun?.id ?? '', step);
      play.hold(confirmed.status === 401, `confirming again was answered ${confirmed.status}`);
      await stage.advance(30);
      await getsIn(person);
      await lost(person, () => person.freshRecoveryCode(null, 'must'));
      const first = person.recoveryCode?.id;
      const replaced = await person.freshRecoveryCode(null);
      const active = (await stage.rows()).recoveryCodes.filter(({ state }) => state === 'active');
      play.hold(active.length === 1, `${active.length} recovery codes are active`);
      play.hold(replaced.told === 'refused' || person.recoveryCode?.id !== first, 'the same code was shown twice');
      await lost(person, () => person.turnOff('must'));
      const off = await person.turnOff();
      play.hold([200, 401, 409].includes(off.status), `turning off again was answered ${off.status}`);
    },
  },
  {
    id: 'F-26',
    engines: BOTH,
    injected:
      'two tabs: both begin, one turns off while the other confirms, one signs out (in a browser: two-tabs.e2e.ts)',
    checked: 'both have the one secret; confirming after the turning off is refused; the other tab is signed out',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.person();
      play.watch(person);
      await person.password('must', { opens: true });
      const begun = await Promise.all([person.beginApp('must'), person.beginApp('must')]);
      const secrets = new Set(begun.map((one) => (one?.kind === 'app' ? one.key : '')));
      play.hold(secrets.size === 1, 'two tabs were shown two secrets');
      await person.confirm(begun[0]?.id ?? '', person.nextStep(), 'must');
      const number = '+33639980034';
      const phone = await person.browser.begin({ kind: 'phone', country: 'FR', number });
      const code = await stage.codeFor(number);
      const other = person.browser.copy();
      await person.turnOff('must');
      const late = await other.confirm(phone.body.id, code);
      play.hold(
        late.status >= 400 && late.status < 500,
        `confirming after the turning off was answered ${late.status}`,
      );
      const tab = person.browser.copy();
      await person.browser.send('DELETE', '/api/session');
      play.hold((await tab.security()).status === 401, 'the other tab is still signed in');
    },
  },
  {
    id: 'F-28',
    engines: BOTH,
    injected: `${AT_ONCE} right answers at once, each with a challenge of its own, right after a start`,
    checked: 'one session, the others refused, no 5xx but “busy, try again”',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      const browsers = await atTheSecondStep(person, AT_ONCE);
      await coldStart(stage);
      const step = person.nextStep();
      const outcomes = await Promise.all(browsers.map((browser) => person.answer(step, 'may', browser)));
      const granted = outcomes.filter(({ told }) => told === 'acknowledged').length;
      play.hold(granted === 1, `${granted} sessions were opened`);
      holdWithoutFailures(outcomes, play);
    },
  },
  {
    id: 'F-29',
    engines: BOTH,
    injected: `${AT_ONCE - 1} wrong answers and the right one at once, in an order of chance`,
    checked: `${FREE_GUESSES} at most are judged; the right one is refused when it comes after the limit; no 5xx but “busy”`,
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      const browsers = await atTheSecondStep(person, AT_ONCE);
      const step = person.nextStep();
      const right = seededRandom(play.seed).whole(0, AT_ONCE - 1);
      const guess = (index: number) => String((Number(person.codeAt(step)) + index + 1) % 1_000_000).padStart(6, '0');
      const ask = { who: 'a guesser', what: 'a guess', entitled: 'never' } as const;
      const outcomes = await Promise.all(
        browsers.map((browser, index) =>
          index === right
            ? person.answer(step, 'may', browser)
            : person.parts.recorder.ask(ask, () => browser.answer('otp', guess(index))),
        ),
      );
      const judged = outcomes.filter(({ problem }) => problem?.type === 'wrong-code').length;
      const isIn = outcomes[right]?.told === 'acknowledged';
      // A right answer clears the count, so that as many may follow it.
      play.hold(judged <= FREE_GUESSES * (isIn ? 2 : 1), `${judged} guesses were judged`);
      holdWithoutFailures(outcomes, play);
      play.note(`${judged} judged, the right one ${isIn ? 'in time' : 'too late'}`);
    },
  },
  {
    id: 'F-38',
    engines: BOTH,
    injected: 'the account is disabled by an operator between password and code',
    checked: 'the right code is refused, nobody is in; enabled again the owner signs in',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      await person.anew().password('must');
      await operator(stage, play, 'disable', person.login);
      await person.answer(person.nextStep(), 'never');
      await operator(stage, play, 'enable', person.login);
      await stage.advance(60);
      await getsIn(person);
    },
  },
];

/** A row that is waited for too long is answered "busy, try again": nothing was decided. */
function holdWithoutFailures(outcomes: readonly Outcome<unknown>[], play: Play): void {
  const failed = outcomes.filter(({ status, problem }) => (status === 0 || status >= 500) && problem?.type !== 'busy');
  const busy = outcomes.filter(({ problem }) => problem?.type === 'busy').length;
  play.hold(failed.length === 0, `${failed.length} answers of 5xx`);
  if (busy > 0) play.note(`${busy} were told to try again`);
}

type Stage = Awaited<ReturnType<Play['open']>>;

async function operator(stage: Stage, play: Play, command: string, login: string): Promise<void> {
  const reason = command === 'disable' ? ['--reason', 'left the company'] : [];
  const ended = await runCommand(['account', command, login, ...reason], stage.environment);
  play.hold(ended.code === 0, `account ${command}: ${ended.complaint}`);
}

/** All instances are killed and started again: nothing is prepared, no connection is open. */
async function coldStart(stage: Stage): Promise<void> {
  for (let index = 0; index < stage.instances; index += 1) {
    await stage.topology.end(index, 'SIGKILL');
    await stage.restart(index);
  }
}
