import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { from, ours, peer } from './calls.ts';
import { codeAt } from './code.ts';
import { START, variables } from './console.ts';
import { load, median, quantile } from './load.ts';
import type { Filled, Server } from './processes.ts';
import type { Answered, Routes } from './protocol.ts';
import type { Report } from './report.ts';
import { slowChecks } from './slow-checks.ts';

const CLIENTS = 32;
const GUESSES = 320;
const CHECKS = 300;
const ANSWERS = 100;

interface Notice {
  readonly checks: readonly number[];
  readonly answers: readonly number[];
}

/**
 * What people notice who are signed in, or at the second step, while 32 clients guess passwords from as many
 * addresses. Ours is the built product as an operator starts it, so that its memory is the real one too.
 */
export async function storm(filled: Filled, theirs: Server, rounds: number, report: Report): Promise<void> {
  const console_ = await startBuilt(filled, 7141);
  report.table('While 32 clients guess passwords', [
    '',
    'check p50, quiet',
    'check p50, storm',
    'check p99, storm',
    'second step p99, storm',
    'peak MB',
  ]);
  try {
    const quiet: Notice[] = [];
    const ourStorms: Notice[] = [];
    const theirStorms: Notice[] = [];
    for (let round = 0; round < rounds; round += 1) {
      quiet.push(await notice(7141, ours, false, round));
      ourStorms.push(await notice(7141, ours, true, round));
      await theirs.order({ kind: 'prepare' });
      await theirs.order({ kind: 'hashing', on: true });
      theirStorms.push(await notice(7121, peer, true, round));
    }
    const p = (notices: readonly Notice[], which: keyof Notice, share: number) =>
      median(notices.map((one) => quantile(one[which], share)));
    const { peakMb } = await theirs.order({ kind: 'usage' });
    const row = (name: string, calm: string, storms: readonly Notice[], peak: number) =>
      report.row([
        name,
        calm,
        `${p(storms, 'checks', 0.5).toFixed(2)} ms`,
        `${p(storms, 'checks', 0.99).toFixed(1)} ms`,
        `${p(storms, 'answers', 0.99).toFixed(1)} ms`,
        peak.toFixed(0),
      ]);
    const calm = p(quiet, 'checks', 0.5);
    const ourPeak = peakOf(console_);
    row('ours', `${calm.toFixed(2)} ms`, ourStorms, ourPeak);
    row('better-auth', '', theirStorms, peakMb);
    report.ratio('storm: check p50 / quiet', [p(ourStorms, 'checks', 0.5) / calm]);
    report.ratio('storm: check p99 / better-auth', [p(ourStorms, 'checks', 0.99) / p(theirStorms, 'checks', 0.99)]);
    report.ratio('storm: second step p99 / better-auth', [
      p(ourStorms, 'answers', 0.99) / p(theirStorms, 'answers', 0.99),
    ]);
    report.ratio('storm: peak MB', [ourPeak]);
    if (console_.pid !== undefined) await slowChecks(console_.pid, 7141, rounds, report);
  } finally {
    console_.kill('SIGKILL');
  }
}

async function notice(port: number, routes: Routes, stormy: boolean, round: number): Promise<Notice> {
  const ports = [port];
  // Accounts of this round alone: their codes are not spent yet.
  const people = Array.from({ length: ANSWERS }, (_, index) => round * 2 * ANSWERS + (stormy ? ANSWERS : 0) + index);
  const signIns = people.map((account, index) => from(routes.password(account, true), 70_000 + index));
  const passwords: readonly Answered[] = (await load(ports, 2, signIns)).answers;
  const guesses = Array.from({ length: GUESSES }, (_, index) =>
    from(routes.password(500 + (index % 400), false), round * GUESSES + index),
  );
  const guessing = stormy ? load(ports, CLIENTS, guesses, false) : null;
  const answers = passwords.map(({ cookies }) => routes.answer(cookies, codeAt(Date.now())));
  const [checked, answered] = await Promise.all([
    load(
      ports,
      2,
      Array.from({ length: CHECKS }, (_, index) => routes.session(index)),
    ),
    load(ports, 1, answers),
  ]);
  await guessing;
  const refused = answered.answers.find(({ status }) => status !== 200);
  if (refused !== undefined) throw new Error(`in the storm: ${refused.status} ${refused.body}`);
  return { checks: checked.latenciesMs, answers: answered.latenciesMs };
}

/** `pnpm start` on a filled database. Build it first. */
export async function startBuilt({ url, keyRing }: Filled, port: number): Promise<ChildProcess> {
  const environment = { ...variables(url, keyRing), PORT: String(port), HOST: '127.0.0.1' };
  const child = spawn(process.execPath, START, { env: environment, stdio: 'ignore' });
  for (let wait = 0; wait < 500; wait += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the built console does not start: build it with "pnpm build"');
}

/** The most memory that a process held so far, in MB (10⁶ bytes). */
export const peakOf = ({ pid }: ChildProcess) => memoryOf(pid, 'VmHWM');

export function memoryOf(pid: number | undefined, field: 'VmHWM' | 'VmRSS'): number {
  const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(line?.[1]) * 1024) / 1e6;
}
