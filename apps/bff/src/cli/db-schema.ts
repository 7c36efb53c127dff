import { checkDatabase, type Finding } from '../flows/running/check-database.ts';
import { urlOf } from '../store/database-url.ts';
import type { MigrationState } from '../store/migration-state.ts';
import { sqliteFaults } from '../store/sqlite-files.ts';
import { DONE, FAILED, Misused, plural, Refusal, report, say, subcommand } from './command.ts';
import { openAs, readSetting, refuseOtherSchema, stateOf, withOpened, withOperator } from './operator.ts';

/** Faults of one check that are printed for people. */
const SHOWN_FAULTS = 20;

export const initCommand = subcommand({
  usage: '',
  summary: 'Makes a new, empty database where DATABASE_URL says.',
  details: `
Once for an installation. A start makes no new SQLite file by itself in production: a missing one may be lost, or on a
disk that is not mounted.`,
  options: {},
  run: async ({ values }) => {
    const setting = readSetting();
    const state = await stateOf(setting.config);
    if (state.kind !== 'missing') throw new Refusal('DATABASE_URL: there is a database already: nothing was changed.');
    return withOpened(await openAs(setting.config, 'command', false), setting, async ({ database }) => {
      return report(values.json, { engine: database.engine, created: true }, [
        `The ${database.engine} database is made.`,
      ]);
    });
  },
});

export const migrateCommand = subcommand({
  usage: '[--dry-run]',
  summary: 'Brings the database to the present schema; a start does the same.',
  details: `
  --dry-run   says how many migrations are pending`,
  options: { 'dry-run': { type: 'boolean', default: false } },
  run: async ({ values }) => {
    const setting = readSetting();
    const state = await stateOf(setting.config);
    const pending = pendingIn(state);
    const value = { engine: urlOf(setting.config.DATABASE_URL).engine, pending, dryRun: values['dry-run'] === true };
    if (value.dryRun) {
      return report(values.json, value, [`Would apply ${plural(pending, 'migration')}.`]);
    }
    return withOpened(await openAs(setting.config, 'command'), setting, async () => {
      return report(values.json, value, [
        `The ${value.engine} database is at the present schema (${plural(pending, 'migration')} applied).`,
      ]);
    });
  },
});

function pendingIn(state: MigrationState): number {
  if (state.kind === 'behind') return state.pending;
  refuseOtherSchema(state);
  return 0;
}

export const checkCommand = subcommand({
  usage: '',
  summary: 'Checks file, schema, keys and what must always hold; changes nothing.',
  details: `
May run beside servers. Exit code 1 when anything is wrong.`,
  options: {},
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) throw new Misused('check takes no operand.');
    const { config } = readSetting();
    const url = urlOf(config.DATABASE_URL);
    const state = await stateOf(config).catch((error: unknown) => {
      if (url.engine === 'sqlite') return null;
      throw error;
    });
    if (state !== null) refuseOtherSchema(state);
    const file: Finding[] =
      url.engine === 'sqlite' ? [{ check: 'the SQLite file is sound', faults: sqliteFaults(url.path) }] : [];
    // A damaged file answers nothing else that could be believed.
    if (file.some(({ faults }) => faults.length > 0)) return tell(file, values.json);
    return withOperator(async (operator) => tell([...file, ...(await checkDatabase(operator))], values.json), {
      anyKeys: true,
    });
  },
});

function tell(findings: readonly Finding[], json: boolean | undefined): number {
  const ok = findings.every(({ faults }) => faults.length === 0);
  if (json === true) {
    say(JSON.stringify({ ok, findings: findings.map((one) => ({ ...one, ok: one.faults.length === 0 })) }));
    return ok ? DONE : FAILED;
  }
  for (const { check, faults } of findings) {
    say(`${faults.length === 0 ? 'ok    ' : 'FAULT '} ${check}`);
    for (const fault of faults.slice(0, SHOWN_FAULTS)) say(`         ${fault}`);
    if (faults.length > SHOWN_FAULTS) say(`         and ${faults.length - SHOWN_FAULTS} more`);
  }
  return ok ? DONE : FAILED;
}

export const resetCommand = subcommand({
  usage: '',
  summary: 'Development only: deletes the local database and seeds it again.',
  options: {},
  run: async () => {
    // Where nothing is said it is production, as for a server.
    if (process.env['NODE_ENV'] !== 'development')
      throw new Refusal(
        'reset deletes a database: it runs where NODE_ENV=development alone, as "pnpm dev" writes it down.',
      );
    // Only in the sources: the bundle has no seeds.
    const { resetDevelopmentDatabase } = await import('../development/seed.ts');
    for (const line of await resetDevelopmentDatabase()) say(line);
    return DONE;
  },
});
