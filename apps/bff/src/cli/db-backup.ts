import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { dumpPostgres, restorePostgres, type ToolOutcome } from '../adapters/postgres-tools.ts';
import { type Retirement, retireLiveState } from '../flows/running/retire-live-state.ts';
import { postgresAddress, urlOf } from '../store/database-url.ts';
import { holdSqliteFile } from '../store/open-sqlite.ts';
import { copySqlite, exchangeSqlite, settleSqlite, sqliteFaults } from '../store/sqlite-files.ts';
import { Misused, operand, plural, Refusal, report, subcommand } from './command.ts';
import {
  type Operator,
  openAs,
  readSetting,
  refuseOtherSchema,
  type Setting,
  stateOf,
  withOpened,
  withOperator,
} from './operator.ts';
import { compareWithFormer, NOT_COMPARED, type Revoked, revokedLines } from './restored-revocations.ts';

export const backupCommand = subcommand({
  usage: '<file>',
  summary: 'Writes a backup, whole and of one instant, while servers go on.',
  details: `
SQLite: one file, checked after writing. PostgreSQL: what its own pg_dump writes (it must be installed).
The key ring is not in it: keep that elsewhere, neither opens without the other.`,
  options: {},
  run: async ({ values, positionals }) => {
    const file = operand(positionals, 'file');
    const { config } = readSetting();
    if (existsSync(file)) throw new Refusal(`${file} exists: name a new file.`);
    const url = urlOf(config.DATABASE_URL);
    if (url.engine === 'sqlite') backUpSqlite(url.path, file);
    else refuseFailed(await dumpPostgres(postgresAddress(url.url), file));
    const { size: bytes } = statSync(file);
    return report(values.json, { engine: url.engine, file, bytes }, [`Wrote ${file} (${bytes} bytes).`]);
  },
});

function backUpSqlite(path: string, file: string): void {
  if (!existsSync(path)) throw new Refusal(`DATABASE_URL: ${path} is missing.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  copySqlite(path, partial);
  const faults = sqliteFaults(partial);
  if (faults.length > 0) {
    rmSync(partial, { force: true });
    throw new Refusal('The database is damaged, so no backup was made: restore an earlier one.', ...faults);
  }
  renameSync(partial, file);
}

function refuseFailed(outcome: ToolOutcome): void {
  if (outcome.kind === 'failed') throw new Refusal(outcome.line);
}

const RETIREMENT = `
Nothing used before it works again: every session, challenge, enrolment and password link goes, every time step up to
now counts as spent, and recovery codes are taken back, since they may have been used after the backup was made. People
sign in with password and authenticator as ever; the Security tab then asks them to fetch a new recovery code.

  --keep-recovery-codes   only when it is certain that none was used since the backup was made
  --dry-run               checks everything and changes nothing`;

const OPTIONS = {
  'keep-recovery-codes': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const;

export const restoreCommand = subcommand({
  usage: '<file> [--reapply] [--keep-recovery-codes] [--dry-run]',
  summary: 'Brings a backup back; the servers must be stopped.',
  details: `
SQLite: takes the place of the present file, which is kept beside it. PostgreSQL: restores into the empty database that
DATABASE_URL names, with its own pg_restore; the old one stays as it is.
${RETIREMENT}
  --reapply               SQLite: takes away again what the replaced database had taken away since the backup was made

SQLite: what the replaced database knew and the backup does not is listed: accounts disabled or erased, passwords cleared
or changed, authenticators replaced or removed. With --reapply those accounts are disabled or erased again, and a
password or authenticator that was good no more goes with its account's password; the owner gets a link.
PostgreSQL, or where that database is gone: it says what to look for.`,
  options: { ...OPTIONS, reapply: { type: 'boolean', default: false } },
  run: async ({ values, positionals }) => {
    const file = operand(positionals, 'file');
    if (!existsSync(file)) throw new Refusal(`${file} does not exist.`);
    const setting = readSetting();
    const url = urlOf(setting.config.DATABASE_URL);
    const restore = {
      file,
      keepRecoveryCodes: values['keep-recovery-codes'] === true,
      reapply: values.reapply === true,
      dryRun: values['dry-run'] === true,
    };
    if (restore.reapply && url.engine !== 'sqlite')
      throw new Misused('--reapply compares SQLite files: on PostgreSQL the former database is another one.');
    const { retired, kept, revoked } =
      url.engine === 'sqlite'
        ? await restoreSqlite(setting, url.path, restore)
        : await intoPostgres(setting, url.url, restore);
    const value = { engine: url.engine, file, dryRun: restore.dryRun, kept, ...retired, ...revoked };
    const keeping = kept === null ? [] : [`The former database is ${kept}.`];
    return report(values.json, value, [
      ...(restore.dryRun ? [`${file} can be restored.`] : [...retirementLines(retired), ...keeping]),
      ...revokedLines(revoked, restore.reapply),
    ]);
  },
});

interface Restore {
  readonly file: string;
  readonly keepRecoveryCodes: boolean;
  readonly reapply: boolean;
  readonly dryRun: boolean;
}

interface Restored {
  readonly retired: Retirement;
  /** Where the former database is. */
  readonly kept: string | null;
  readonly revoked: Revoked;
}

/** Everything is done to a copy; only a whole one, with nothing alive in it, takes the database's place. */
async function restoreSqlite(setting: Setting, path: string, restore: Restore): Promise<Restored> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const release = restore.dryRun ? () => undefined : holdSqliteFile(path);
  const prepared = `${path}.restoring`;
  try {
    removeSqlite(prepared);
    const brought = await prepare(setting, { path, prepared }, restore);
    settleSqlite(prepared);
    const label = `before-restore-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
    return { ...brought, kept: restore.dryRun ? null : exchangeSqlite(prepared, path, label) };
  } finally {
    removeSqlite(prepared);
    release();
  }
}

async function prepare(
  setting: Setting,
  { path, prepared }: { readonly path: string; readonly prepared: string },
  { file, keepRecoveryCodes, reapply }: Restore,
): Promise<Omit<Restored, 'kept'>> {
  try {
    copySqlite(file, prepared);
  } catch (error) {
    throw new Refusal(
      `${file} is no SQLite database, or damaged (${error instanceof Error ? error.message : 'unknown'}).`,
    );
  }
  const faults = sqliteFaults(prepared);
  if (faults.length > 0) throw new Refusal(`${file} is damaged: take an earlier backup.`, ...faults);
  return retireOpened(
    { ...setting, config: { ...setting.config, DATABASE_URL: `sqlite:${prepared}` } },
    keepRecoveryCodes,
    (operator) => compareWithFormer(operator, path, reapply),
  );
}

function removeSqlite(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

async function intoPostgres(
  setting: Setting,
  url: string,
  { file, keepRecoveryCodes, dryRun }: Restore,
): Promise<Restored> {
  const state = await stateOf(setting.config);
  if (state.kind !== 'missing')
    throw new Refusal(
      'DATABASE_URL: this database is in use: make an empty one ("createdb"), name it, and restore into that.',
    );
  if (dryRun) return { retired: { accounts: 0, dropped: 0, recoveryCodes: 0 }, kept: null, revoked: NOT_COMPARED };
  refuseFailed(await restorePostgres(postgresAddress(url), file));
  return { ...(await retireOpened(setting, keepRecoveryCodes, async () => NOT_COMPARED)), kept: null };
}

/** Opens what was brought back, with the ring that must fit it, and ends whatever was alive in it. */
async function retireOpened(
  setting: Setting,
  keepRecoveryCodes: boolean,
  compare: (operator: Operator) => Promise<Revoked>,
): Promise<Omit<Restored, 'kept'>> {
  const state = await stateOf(setting.config);
  if (state.kind === 'missing') throw new Refusal('This is no backup of the console.');
  if (state.kind === 'unknown') refuseOtherSchema(state);
  const reason = 'The database was restored from a backup.';
  return withOpened(await openAs(setting.config, 'command'), setting, async (operator) => {
    const retired = await retireLiveState(operator, { reason, keepRecoveryCodes });
    return { retired, revoked: await compare(operator) };
  });
}

export const retireCommand = subcommand({
  usage: '[--keep-recovery-codes] [--dry-run]',
  summary: 'After a database came back by other means: a snapshot, pg_restore, an asynchronous standby.',
  details: RETIREMENT,
  options: OPTIONS,
  run: async ({ values }) =>
    withOperator(async (operator) => {
      const dryRun = values['dry-run'] === true;
      if (dryRun) {
        return report(values.json, { dryRun }, ['Would sign everybody out and spend what may have been used.']);
      }
      const retired = await retireLiveState(operator, {
        reason: 'The database was brought back to an earlier state.',
        keepRecoveryCodes: values['keep-recovery-codes'] === true,
      });
      return report(values.json, { dryRun, ...retired }, [
        ...retirementLines(retired),
        ...revokedLines(NOT_COMPARED, false),
      ]);
    }),
});

function retirementLines({ accounts, recoveryCodes }: Retirement): string[] {
  return [
    `${plural(accounts, 'account')} signed out everywhere; every code used so far counts as spent.`,
    ...(recoveryCodes > 0
      ? [`${plural(recoveryCodes, 'recovery code')} taken back: their owners are asked to fetch new ones.`]
      : []),
  ];
}
