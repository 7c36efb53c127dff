import type { Config } from '../../src/config.ts';
import type { Browser } from '../support/browser.ts';
import { messageOf } from '../support/offers.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { resendChallenge, type SmsBench, startSmsBench } from './sms-bench.ts';

export interface Attack {
  readonly seed: number;
  /** Passwords that the attacker has, each of an account without a second factor. */
  readonly stolen: number;
  readonly signIns: number;
  /** Numbers of one range that the attacker is paid for. */
  readonly numbers: number;
  readonly clients: number;
  /** People of one office, who sign in by text message meanwhile. */
  readonly people: number;
}

/** What one side asked for and got; seconds after the attack's beginning. */
export interface Messages {
  readonly askedAt: readonly number[];
  readonly sentAt: readonly number[];
}

export interface AttackReport {
  readonly attacker: Messages;
  readonly office: Messages & { readonly answered: number; readonly letIn: number };
  readonly alarms: readonly { readonly at: number; readonly line: string }[];
  /** What broke a stated cap, or kept somebody of the office from a message or from signing in. */
  readonly faults: readonly string[];
}

/** The attack goes on until 09:30; people come from 08:00 on. In seconds. */
export const BEGINS_AT = new Date('2026-03-03T07:30:00Z');
const ENDS = 2 * 3600;
const OPENS = 1800;
const OFFICE = '198.51.100.7';
const TEN_MINUTES = 600;
const HOUR = 3600;

interface Event {
  readonly at: number;
  readonly play: () => Promise<void>;
}

class Tally implements Messages {
  readonly askedAt: number[] = [];
  readonly sentAt: number[] = [];
  answered = 0;
  letIn = 0;
  count(at: number, sent: boolean): void {
    this.askedAt.push(at);
    if (sent) this.sentAt.push(at);
  }
}

interface Scene {
  readonly bench: SmsBench;
  readonly random: SeededRandom;
  readonly tally: Tally;
}

/**
 * Plays an attack that pumps messages to numbers of one range, from 07:30 to 09:30, while an office signs in from
 * 08:00 on behind one address. The whole server with its own figures, the SDK over HTTP, a moved clock.
 */
export async function playAttack(attack: Attack): Promise<AttackReport> {
  const bench = await startSmsBench({ environment: { SMS_FICTIONAL_PREFIXES: '+33639' } });
  const random = seededRandom(attack.seed);
  const [attacker, office] = [new Tally(), new Tally()];
  const people = await hire(bench, attack.people);
  const logins = await steal(bench, attack.stolen);
  bench.sandbox.state.mailbox.clear();
  const events = [
    ...attackEvents({ bench, random, tally: attacker }, attack, logins),
    ...people.flatMap((person) => personEvents({ bench, random, tally: office }, person)),
  ].toSorted((one, other) => one.at - other.at);
  const alarms: { at: number; line: string }[] = [];
  for (const { at, play } of events) {
    bench.advance(Math.max(0, (BEGINS_AT.getTime() - bench.clock.now().getTime()) / 1000 + at));
    await play();
    await bench.settled();
    for (const line of bench.operatorLines().slice(alarms.length)) alarms.push({ at, line });
  }
  const arrived = bench.sandbox.state.mailbox.messages().length;
  const counted = attacker.sentAt.length + office.sentAt.length;
  const faults = [
    ...capFaults(attacker.sentAt, attack, bench.deps.config),
    ...(arrived === counted ? [] : [`${arrived} messages arrived, ${counted} were counted`]),
    ...(office.sentAt.length === office.askedAt.length ? [] : ['somebody of the office got no message']),
    ...(office.letIn === office.answered ? [] : ['somebody of the office was not let in']),
    ...(alarms.length > 0 ? [] : ['no operator was told']),
  ];
  await bench.close();
  return { attacker, office, alarms, faults };
}

interface Person {
  readonly browser: Browser;
  readonly login: string;
  readonly number: string;
}

/** People whose phones are bound since the day before, a hundred to a range. */
async function hire(bench: SmsBench, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = `+33639${80 + Math.floor(index / 100)}${String(index % 100).padStart(4, '0')}`;
    const { login } = await bench.account(`person-${index}@example.com`);
    const browser = bench.browser(OFFICE);
    await browser.signIn(login);
    await browser.enrolPhone(number, () => bench.codeFor(number));
    await browser.send('DELETE', '/api/session');
    people.push({ browser, login, number });
  }
  return people;
}

async function steal(bench: SmsBench, count: number): Promise<string[]> {
  const logins: string[] = [];
  for (let index = 0; index < count; index += 1)
    logins.push((await bench.account(`stolen-${index}@example.com`)).login);
  return logins;
}

/** Signs in from one of many clients and has a code sent to one of the numbers, over and over. */
function attackEvents({ bench, random, tally }: Scene, attack: Attack, logins: readonly string[]): Event[] {
  return Array.from({ length: attack.signIns }, (_, time): Event => {
    const at = random.whole(0, ENDS);
    const address = `203.0.113.${random.whole(1, attack.clients)}`;
    const number = `+3363979${String(random.whole(1, attack.numbers)).padStart(4, '0')}`;
    const play = async () => {
      const browser = bench.browser(address);
      await browser.signIn(logins[time % logins.length] ?? '');
      const begun = await browser.begin({ kind: 'phone', country: 'FR', number });
      tally.count(at, begun.problem === null);
    };
    return { at, play };
  });
}

/** Signs in, a third of them in a new browser; one in ten asks again; a few are called away and never finish. */
function personEvents({ bench, random, tally }: Scene, { login, number, ...person }: Person): Event[] {
  const browser = random.inPercent(33) ? bench.browser(OFFICE) : person.browser;
  const at = random.whole(OPENS, ENDS);
  const again = random.inPercent(10);
  const signIn = async () => {
    await browser.signIn(login);
    await bench.settled();
    const { body } = await browser.session();
    tally.count(at, messageOf(body)?.state === 'sent');
  };
  const askAgain = async () => tally.count(at + 35, (await resendChallenge(browser)).body.state === 'sent');
  const answer = async () => {
    tally.answered += 1;
    if ((await browser.answer('sms', bench.codeFor(number))).status === 200) tally.letIn += 1;
  };
  return [
    { at, play: signIn },
    ...(again ? [{ at: at + 35, play: askAgain }] : []),
    ...(random.inPercent(3) ? [] : [{ at: at + random.whole(again ? 40 : 5, 120), play: answer }]),
  ];
}

/** The stated caps, over every span of time in which messages went out. None of the attacker's was answered. */
function capFaults(sentAt: readonly number[], { stolen }: Attack, figures: Config): string[] {
  const most = (span: number) =>
    Math.max(0, ...sentAt.map((from) => sentAt.filter((at) => at >= from && at < from + span).length));
  const over = (what: string, sent: number, cap: number) =>
    sent > cap ? [`${sent} messages ${what}, over the cap of ${cap}`] : [];
  // What still waits for its code is not unanswered yet: it has a cap of its own.
  const hourOfRange = figures.SMS_PREFIX_PER_HOUR + figures.SMS_PREFIX_WAITING;
  return [
    ...over('in an hour for the accounts', most(HOUR), stolen * figures.SMS_ACCOUNT_PER_HOUR),
    ...over('in all for the accounts', sentAt.length, stolen * figures.SMS_ACCOUNT_PER_DAY),
    ...over('in ten minutes to the range', most(TEN_MINUTES), figures.SMS_PREFIX_WAITING),
    ...over('in an hour to the range', most(HOUR), hourOfRange),
  ];
}
