import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import type { Play, PlayedRow } from '../row.ts';
import { getsIn } from '../visit.ts';

const BOTH = ['sqlite', 'postgres'] as const;

type Stage = Awaited<ReturnType<Play['open']>>;

const fileOf = ({ databaseUrl }: Stage) => databaseUrl.slice('sqlite:'.length);

/** What a server that does not start has to say; null when it starts. */
async function refusal(stage: Stage, environment: Readonly<Record<string, string>> = {}): Promise<string | null> {
  return stage.restart(0, environment).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

export const database: readonly PlayedRow[] = [
  {
    id: 'F-06',
    engines: ['sqlite'],
    injected: 'another process holds the file for 10 s',
    checked: '503 with Retry-After within a second, /healthz meanwhile, no failure counted, all well afterwards',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      await person.anew().password('must');
      const blocker = new SqliteDatabase(fileOf(stage));
      blocker.exec('BEGIN IMMEDIATE');
      const until = performance.now() + 10_000;
      const slowest = { answer: 0, health: 0 };
      const step = person.nextStep();
      while (performance.now() < until) {
        const outcome = await person.answer(step, 'never');
        slowest.answer = Math.max(slowest.answer, outcome.tookMs);
        play.hold(outcome.problem?.type === 'busy', `it was answered ${outcome.status} ${outcome.problem?.type}`);
        play.hold(outcome.headers.get('retry-after') !== null, 'no Retry-After');
        const asked = performance.now();
        play.hold((await stage.browser().send('GET', '/healthz')).status === 200, '/healthz does not answer');
        slowest.health = Math.max(slowest.health, Math.round(performance.now() - asked));
        await pause(250);
      }
      blocker.exec('ROLLBACK');
      blocker.close();
      play.hold(slowest.answer < 1000, `an answer took ${slowest.answer} ms`);
      play.hold(slowest.health < 200, `/healthz took ${slowest.health} ms`);
      play.note(`answers within ${slowest.answer} ms, /healthz within ${slowest.health} ms`);
      await person.answer(step, 'must');
    },
  },
  {
    id: 'F-07',
    engines: ['sqlite'],
    injected: 'no room for another page: RLIMIT_FSIZE at the files’ present sizes',
    checked: 'a right code is 503 and lets nobody in, nothing crashes; with room again no repair, nothing missing',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.advance(30);
      await person.anew().password('must');
      const file = fileOf(stage);
      limitFiles(stage, String(Math.min(statSync(file).size, statSync(`${file}-wal`).size)));
      const step = person.nextStep();
      const outcome = await person.answer(step, 'never');
      play.hold(outcome.problem?.type === 'busy', `it was answered ${outcome.status} ${outcome.problem?.type}`);
      for (let tries = 0; tries < 5; tries += 1) await person.answer(step, 'never');
      play.hold((await stage.browser().send('GET', '/healthz')).status === 200, '/healthz does not answer');
      play.hold((await stage.browser().send('GET', '/readyz')).status === 503, '/readyz says that all is well');
      limitFiles(stage, 'unlimited');
      await person.answer(step, 'must');
    },
  },
  {
    id: 'F-08',
    engines: ['sqlite'],
    injected: 'the file belongs to somebody else after an update, and its folder cannot be written',
    checked: 'the start is refused in one line, the file is as it was',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      await stage.topology.end(0, 'SIGTERM');
      const file = fileOf(stage);
      const before = readFileSync(file);
      // The kernel refuses writes there to everybody, root included.
      const line = await refusal(stage, { DATABASE_URL: 'sqlite:/sys/kernel/console.sqlite' });
      play.hold(line !== null && /The console does not start: DATABASE_URL: /.test(line), `it said: ${line}`);
      if (process.getuid?.() === 0) {
        spawnSync('chattr', ['+i', file]);
        const immutable = await refusal(stage);
        spawnSync('chattr', ['-i', file]);
        if (immutable !== null) play.hold(/does not start: DATABASE_URL: /.test(immutable), `it said: ${immutable}`);
        else await stage.topology.end(0, 'SIGTERM');
        play.note(
          immutable === null ? 'this file system knows no immutable files' : 'an immutable file is refused too',
        );
      }
      play.hold(readFileSync(file).equals(before), 'the file changed');
      await stage.restart(0);
      await stage.advance(30);
      await getsIn(person);
    },
  },
  {
    id: 'F-12',
    engines: BOTH,
    injected: 'the operating system has no randomness (node:crypto throws)',
    checked: '503; no session, no code, no token; all well when there is randomness again',
    play: async (play) => {
      const stage = await play.open();
      const [person, other] = [await stage.owner(), await stage.person()];
      play.watch(person);
      await other.password('must', { opens: true });
      await stage.advance(30);
      await person.anew().password('must');
      const before = (await stage.rows()).sessions.length;
      await stage.orderAll({ kind: 'randomness', fails: true });
      const step = person.nextStep();
      const answers = [
        await person.answer(step, 'never'),
        await person.parts.recorder.ask({ who: other.login, what: 'begin', entitled: 'never' }, () =>
          other.browser.begin({ kind: 'app' }),
        ),
      ];
      for (const { status } of answers) play.hold(status === 503, `it was answered ${status}`);
      play.hold((await stage.rows()).sessions.length === before, 'a session was made without randomness');
      await stage.orderAll({ kind: 'randomness', fails: false });
      await person.answer(step, 'must');
    },
  },
  {
    id: 'F-36',
    engines: ['sqlite'],
    injected: 'the pages in the middle of the file are overwritten, then its head too',
    checked: 'the start is refused, the way back is named, and no empty database takes the file’s place',
    play: async (play) => {
      const stage = await play.open();
      play.watch(await stage.owner());
      await stage.topology.end(0, 'SIGTERM');
      const file = fileOf(stage);
      copyFileSync(file, `${file}.whole`);
      for (const from of [4096, 0]) {
        const descriptor = openSync(file, 'r+');
        writeSync(descriptor, Buffer.alloc(statSync(file).size - 8192, 0x5a), 0, undefined, from);
        closeSync(descriptor);
        const damaged = readFileSync(file);
        const line = (await refusal(stage)) ?? 'started';
        play.hold(/damaged .*"pnpm db restore"/.test(line), `it said: ${line}`);
        play.hold(readFileSync(file).equals(damaged), 'the damaged file was changed');
      }
      copyFileSync(`${file}.whole`, file);
      for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      await stage.restart(0);
    },
  },
  {
    id: 'F-37',
    engines: ['sqlite'],
    injected: 'the database file of an installation is gone at the start',
    checked: 'refused with both ways out, no empty database made; "db init" alone makes one',
    play: async (play) => {
      const stage = await play.open();
      await stage.topology.end(0, 'SIGTERM');
      const file = fileOf(stage);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      const production = { NODE_ENV: 'production', SMS_FICTIONAL_PREFIXES: '' };
      const line = (await refusal(stage, production)) ?? 'started';
      play.hold(/is missing: .*"pnpm db restore <file>".*"pnpm db init"/.test(line), `it said: ${line}`);
      play.hold(!existsSync(file), 'an empty database was made');
      await stage.restart(0);
    },
  },
];

/** Makes the kernel refuse whatever would make a file of this process longer: EFBIG, as ENOSPC, but at will. */
function limitFiles(stage: Stage, bytes: string): void {
  const pid = String(stage.topology.instance(0).child.pid);
  const { status, stderr } = spawnSync('prlimit', ['--pid', pid, `--fsize=${bytes}:`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}
