import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type AttackReport, BEGINS_AT, type Messages, playAttack } from '../apps/bff/test/sms/sms-attack.ts';

const HELP = `Usage: pnpm sms-pump [--seed N] [--people N] [--log FILE]

Plays a pumping attack against the whole server while people sign in, once with one stolen password and once with
fifty. Fails when a stated cap is broken, nobody is told, or somebody gets no message.`;

const ATTACK = { signIns: 200, numbers: 50, clients: 20 } as const;
const TEN_MINUTES = 600;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    people: { type: 'string', default: '500' },
    log: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const [seed, people] = [Number(values.seed), Number(values.people)];
if (values.help || !Number.isSafeInteger(seed) || !Number.isSafeInteger(people)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const lines: string[] = [];
function say(line: string): void {
  lines.push(line);
  console.log(line);
}

const clock = (at: number) => new Date(BEGINS_AT.getTime() + at * 1000).toISOString().slice(11, 16);
const within = (moments: readonly number[], from: number) =>
  moments.filter((at) => at >= from && at < from + TEN_MINUTES).length;

/** Ten minutes a line: what each side asked for and what it was sent. */
function tell({ attacker, office, alarms }: AttackReport): void {
  const last = Math.max(...attacker.askedAt, ...office.askedAt);
  const cells = ({ askedAt, sentAt }: Messages, from: number) =>
    `${String(within(askedAt, from)).padStart(10)}${String(within(sentAt, from)).padStart(6)}`;
  say('         attacker        office');
  say('            asked  sent     asked  sent');
  for (let from = 0; from <= last; from += TEN_MINUTES) {
    say(`${clock(from)}  ${cells(attacker, from)}${cells(office, from)}`);
    for (const { at, line } of alarms.filter((alarm) => within([alarm.at], from) > 0)) say(`  ${clock(at)}  ${line}`);
  }
  say(`in all ${cells(total(attacker), 0)}${cells(total(office), 0)}`);
  say(`of the office ${office.letIn} of ${office.answered} who entered their code were let in`);
}

/** The same counts as if all had been in the first ten minutes. */
function total({ askedAt, sentAt }: Messages): Messages {
  return { askedAt: askedAt.map(() => 0), sentAt: sentAt.map(() => 0) };
}

say(
  `${ATTACK.signIns} sign-ins from ${ATTACK.clients} clients, ${ATTACK.numbers} numbers of one range, 07:30 to 09:30;`,
);
say(`${people} people behind one address, 08:00 to 09:30; seed ${seed}`);
say(`Node ${process.versions.node}, SQLite, the SDK over HTTP, a moved clock`);
let failed = false;
for (const stolen of [1, 50]) {
  say('');
  say(`With ${stolen} stolen password${stolen === 1 ? '' : 's'}`);
  const report = await playAttack({ ...ATTACK, stolen, people, seed });
  tell(report);
  for (const fault of report.faults) say(`FAULT ${fault}`);
  failed ||= report.faults.length > 0;
}
say('');
say(failed ? 'FAILED' : 'No cap was broken, operators were told, and everybody got every message.');
if (values.log !== undefined) {
  mkdirSync(dirname(values.log), { recursive: true });
  writeFileSync(values.log, `${lines.join('\n')}\n`);
}
process.exit(failed ? 1 : 0);
