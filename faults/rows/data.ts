import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { newRelease } from '../../apps/bff/test/support/new-release.ts';
import { json, runCommand } from '../../apps/bff/test/support/run-command.ts';
import type { Person } from '../person.ts';
import type { Play, PlayedRow } from '../row.ts';
import { getsIn, visit } from '../visit.ts';

const BOTH = ['sqlite', 'postgres'] as const;
const MANY_ACCOUNTS = 1_000_000;
/** Long enough into a migration of a million rows to be in its midst. */
const INTO_MIGRATION_MS = 1500;

type Stage = Awaited<ReturnType<Play['open']>>;

/** Statements of an operator with the database's own client. */
async function onDatabase(stage: Stage, statement: string): Promise<void> {
  if (stage.engine === 'sqlite') {
    const connection = new SqliteDatabase(stage.databaseUrl.slice('sqlite:'.length), { timeout: 5000 });
    connection.exec(statement);
    connection.close();
    return;
  }
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const manyAccounts = (engine: Stage['engine']) =>
  engine === 'sqlite'
    ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MANY_ACCOUNTS})
       insert into account (id, login, name, language, password_changed_at, active, security_epoch, created_at)
       select 'many-' || i, 'many-' || i || '@example.com', 'Many', 'en', 0, 1, 1, 0 from n`
    : `insert into account (id, login, name, language, password_changed_at, active, security_epoch, created_at)
       select 'many-' || i, 'many-' || i || '@example.com', 'Many', 'en', now(), true, 1, now()
       from generate_series(1, ${MANY_ACCOUNTS}) i`;

async function migrated(play: Play): Promise<void> {
  const stage = await play.open();
  const person = await stage.owner();
  play.watch(person);
  await onDatabase(stage, manyAccounts(stage.engine));
  const statements = [
    'alter table "account" add column "note" text;',
    `update "account" set "note" = "login" || ' of an earlier release';`,
    'create index "account_note" on "account" ("note");',
  ];
  const environment = { MIGRATIONS_DIRECTORY: newRelease(stage.folder, stage.engine, statements) };
  await stage.topology.end(0, 'SIGTERM');
  const starting = stage.restart(0, environment).then(
    () => 'started',
    () => 'killed',
  );
  await pause(INTO_MIGRATION_MS);
  stage.topology.instance(0).child.kill('SIGKILL');
  play.hold((await starting) === 'killed', 'the migration was over before it could be killed');
  // On PostgreSQL the old release serves alone meanwhile, as if nothing had been.
  if (stage.instances > 1) await visit(person);
  const began = performance.now();
  await stage.restart(0, environment);
  play.note(`${MANY_ACCOUNTS} accounts: run again it took ${Math.round(performance.now() - began)} ms`);
  await stage.advance(60);
  // The old release beside the new one, each at its turn.
  for (let turn = 0; turn < 2; turn += 1) {
    await getsIn(person);
    await stage.advance(60);
  }
  await stage.topology.end(0, 'SIGTERM');
  const old = await stage.restart(0).then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  play.hold(/not of this release/.test(old), `the old release, started again: ${old}`);
  await stage.restart(0, environment);
  await getsIn(person);
}

/** A backup while people sign in; every one of them is served meanwhile. */
async function backUpWhileWriting(play: Play, stage: Stage, people: readonly Person[]): Promise<string> {
  const file = join(stage.folder, 'backup');
  const state = { isOver: false };
  const busy = people.map(async (person) => {
    let slowest = 0;
    while (!state.isOver) {
      const from = performance.now();
      const { status } = await person.parts.browser().signIn(person.login);
      play.hold(status === 200, `a sign-in beside the backup was answered ${status}`);
      slowest = Math.max(slowest, performance.now() - from);
    }
    return slowest;
  });
  await pause(200);
  json(await runCommand(['db', 'backup', file, '--json'], stage.environment));
  state.isOver = true;
  const slowest = Math.round(Math.max(...(await Promise.all(busy))));
  play.note(`the slowest sign-in beside it took ${slowest} ms`);
  play.hold(slowest < 1000, `a sign-in beside the backup took ${slowest} ms`);
  return file;
}

/** Restored elsewhere, and the servers started on it. */
async function restoreElsewhere(play: Play, stage: Stage, file: string): Promise<void> {
  const elsewhere = `sqlite:${join(stage.folder, 'elsewhere', 'console.sqlite')}`;
  const url = stage.engine === 'sqlite' ? elsewhere : ((await play.cluster?.createDatabase()) ?? '');
  const environment = { ...stage.environment, DATABASE_URL: url };
  for (let index = 0; index < stage.instances; index += 1) await stage.topology.end(index, 'SIGTERM');
  json(await runCommand(['db', 'restore', file, '--json'], environment));
  const checked = await runCommand(['db', 'check'], environment);
  play.hold(checked.code === 0, `db check: ${checked.output}`);
  for (let index = 0; index < stage.instances; index += 1) await stage.restart(index, { DATABASE_URL: url });
}

/** Past the history, which is of the database that was backed up. */
async function answers(person: Person, method: string, code: string): Promise<string> {
  const browser = person.parts.browser();
  await browser.signIn(person.login);
  const { body, problem } = await browser.answer(method, code);
  return problem?.type ?? body.state;
}

/** Nothing that was used before works again; the owner gets in with the next code and is asked for a fresh one. */
async function holdRetired(play: Play, stage: Stage, person: Person, used: readonly number[]): Promise<void> {
  play.hold((await person.browser.session()).body.state === 'anonymous', 'a session came back');
  for (const step of used) {
    const told = await answers(person, 'otp', person.codeAt(step));
    play.hold(told === 'wrong-code', `a used code was answered ${told}`);
  }
  const recovery = await answers(person, 'recovery', person.recoveryCode?.code ?? '');
  play.hold(recovery === 'wrong-code', `the recovery code was answered ${recovery}`);
  await stage.advance(120);
  const next = await answers(person, 'otp', person.codeAt(person.step()));
  play.hold(next === 'authenticated', `the owner was answered ${next}`);
}

export const data: readonly PlayedRow[] = [
  {
    id: 'F-27',
    engines: BOTH,
    injected: 'kill -9 in the midst of a migration of 1 M accounts; old and new release side by side on PostgreSQL',
    checked: 'run again it finishes; both releases serve; the old one, started anew, refuses the newer schema',
    play: migrated,
  },
  {
    id: 'F-31',
    engines: BOTH,
    injected: '“db backup” while people sign in, restored elsewhere',
    checked: 'nobody waits a second; the copy passes “db check”; nothing used before works again',
    play: async (play) => {
      const stage = await play.open();
      const people = [await stage.owner(), await stage.owner(), await stage.owner()];
      play.watch(...people);
      await stage.advance(30);
      const [person] = people;
      if (person === undefined) throw new Error('nobody');
      const used = person.nextStep();
      await person.anew().signIn(used);
      const file = await backUpWhileWriting(play, stage, people);
      await restoreElsewhere(play, stage, file);
      await holdRetired(play, stage, person, [used]);
    },
  },
  {
    id: 'F-32',
    engines: BOTH,
    injected: 'a restore of yesterday’s backup; since then a code, the recovery code and a session were used',
    checked: 'nothing is revived: codes, recovery code, sessions, challenges; the owner gets in with the next code',
    play: async (play) => {
      const stage = await play.open();
      const person = await stage.owner();
      play.watch(person);
      const file = join(stage.folder, 'yesterday');
      json(await runCommand(['db', 'backup', file, '--json'], stage.environment));
      await stage.advance(30);
      const waiting = person.parts.browser();
      await waiting.signIn(person.login);
      const used = person.nextStep();
      await visitWith(person, used);
      await restoreElsewhere(play, stage, file);
      const { status } = await waiting.answer('otp', person.codeAt(person.step()));
      play.hold(status === 410, `a challenge of before was answered ${status}`);
      await holdRetired(play, stage, person, [used]);
    },
  },
];

/** Signs in with a code, and once more with the recovery code. */
async function visitWith(person: Person, step: number): Promise<void> {
  await person.anew().signIn(step);
  const session = person.browser;
  const code = person.recoveryCode;
  await person.anew().password('must');
  await person.answerRecovery(code?.code ?? '', 'must');
  await person.freshRecoveryCode(code?.id ?? null, 'must');
  person.recoveryCode = code;
  person.browser = session;
}
