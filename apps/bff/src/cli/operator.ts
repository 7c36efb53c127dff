import { createDatabaseClock } from '../adapters/database-clock.ts';
import { createJsonLog } from '../adapters/json-log.ts';
import { createKeys, createPepper, type KeyRing, parseKeyRing } from '../adapters/key-ring.ts';
import { readRingFile, ringEntries } from '../adapters/key-ring-file.ts';
import { createPasswordHasher } from '../adapters/password-hasher.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { createSystemRandom } from '../adapters/system-random.ts';
import { systemTimers } from '../adapters/system-timers.ts';
import { createTokens } from '../adapters/tokens.ts';
import { authenticators } from '../authenticators/kinds.ts';
import { type Config, readConfig, ringMissing } from '../config.ts';
import type { Deps } from '../deps.ts';
import { checkKeys } from '../flows/keys/check-keys.ts';
import { type AccountDescription, describeAccount, findByLogin } from '../flows/operators/describe-account.ts';
import { RefusedToStart } from '../refused-to-start.ts';
import { gatewayFrom } from '../sms-gateway.ts';
import type { AccountRow } from '../store/accounts.ts';
import { type MigrationState, migrationState } from '../store/migration-state.ts';
import { type OpenedDatabase, openDatabase, reasonOf } from '../store/open-database.ts';
import { patientDatabase } from '../store/patient-database.ts';
import { migrationsDirectory, Refusal } from './command.ts';

/** What the environment says, before any database is opened. */
export interface Setting {
  readonly config: Config;
  readonly ring: KeyRing;
  readonly entries: readonly string[];
  /** Null where the ring comes from `KEY_RING`. */
  readonly ringFile: string | null;
}

/** What a command needs of the server's ports: no metrics, and the provider only where somebody has to be told. */
export interface Operator
  extends Setting,
    Pick<Deps, 'config' | 'authenticators' | 'database' | 'clock' | 'random' | 'tokens' | 'keys' | 'log'> {
  /** Made when it is needed: it costs a hash. */
  readonly passwords: () => Promise<Deps['passwords']>;
  /** Made when it is needed; null where text messages are not offered, or not from where the command runs. */
  readonly sms: () => Promise<Deps['sms']>;
}

interface Opening {
  /** For commands that look into what is wrong with the keys, or mend it: a ring that does not fit is no refusal. */
  readonly anyKeys?: boolean;
}

export function readSetting(): Setting {
  const read = readConfig(process.env);
  if (read.kind === 'refused') throw new Refusal(...read.lines, ...ringMissing(process.env));
  const { KEY_RING, KEY_RING_FILE } = read.config;
  const text = KEY_RING ?? ringText(KEY_RING_FILE);
  const parsed = parseKeyRing(text);
  if (parsed.kind === 'refused') throw new Refusal(parsed.line);
  const ringFile = KEY_RING === undefined ? (KEY_RING_FILE ?? null) : null;
  return { config: read.config, ring: parsed.ring, entries: ringEntries(text), ringFile };
}

function ringText(file: string | undefined): string {
  if (file === undefined) throw new Refusal(...ringMissing({}));
  const read = readRingFile(file);
  if (read.kind === 'refused') throw new Refusal(read.line);
  return read.text;
}

/** Runs a command's work on the configured database, beside servers, and closes it. */
export async function withOperator<T>(
  work: (operator: Operator) => Promise<T>,
  { anyKeys = false }: Opening = {},
): Promise<T> {
  const setting = readSetting();
  refuseOtherSchema(await stateOf(setting.config));
  return withOpened(await openAs(setting.config, 'command'), setting, work, { anyKeys });
}

/** The same on a database that the caller opened. */
export async function withOpened<T>(
  opened: OpenedDatabase,
  setting: Setting,
  work: (operator: Operator) => Promise<T>,
  { anyKeys = false }: Opening = {},
): Promise<T> {
  const log = commandLog(setting.config);
  const shared = opened.engine === 'postgres' ? await createDatabaseClock(opened, log, systemTimers) : null;
  try {
    const clock = shared?.clock ?? systemClock;
    const random = createSystemRandom(clock);
    const database = patientDatabase(opened, systemTimers);
    const keys = createKeys(setting.ring);
    if (!anyKeys) {
      const checked = await checkKeys(database, keys);
      if (checked.kind === 'refused') throw new Refusal(checked.line);
    }
    const passwords = () => createPasswordHasher({ config: setting.config, pepper: createPepper(setting.ring) });
    const sms = () => gatewayOf(setting.config, log);
    const tokens = createTokens(random);
    return await work({ ...setting, authenticators, database, clock, random, tokens, keys, log, passwords, sms });
  } finally {
    shared?.stop();
    await opened.close();
  }
}

/** Where the database stands against this release. */
export async function stateOf({ DATABASE_URL }: Config): Promise<MigrationState> {
  try {
    return await migrationState(DATABASE_URL, migrationsDirectory());
  } catch (error) {
    throw new Refusal(`DATABASE_URL: ${reasonOf(error)}`);
  }
}

/** A command changes no schema on the way: that is `pnpm db migrate`, or a start. */
export function refuseOtherSchema(state: MigrationState): void {
  switch (state.kind) {
    case 'current':
      return;
    case 'missing':
      throw new Refusal(
        'DATABASE_URL: there is no database of the console: bring it back with "pnpm db restore <file>", or make a new one with "pnpm db init"',
      );
    case 'behind':
      throw new Refusal('The database is of an older release: bring it to the present schema with "pnpm db migrate".');
    case 'unknown':
      throw new Refusal(
        'The database is not of this release: use the release that it was last started with, or a newer one.',
      );
  }
}

/** Opens and brings to the present schema. */
export async function openAs(config: Config, as: 'serve' | 'command', mustExist = true): Promise<OpenedDatabase> {
  const onIdleError = (code: string) => commandLog(config).warn('database connection lost', { errorCode: code });
  try {
    return await openDatabase({
      url: config.DATABASE_URL,
      migrations: migrationsDirectory(),
      as,
      mustExist,
      onIdleError,
    });
  } catch (error) {
    throw new Refusal(`DATABASE_URL: ${reasonOf(error)}`);
  }
}

/** What a command changed stays changed, whether or not the provider's credentials can be read from here. */
async function gatewayOf(config: Config, log: Deps['log']): Promise<Deps['sms']> {
  try {
    return await gatewayFrom(config, process.env, { log, timers: systemTimers });
  } catch (error) {
    if (error instanceof RefusedToStart) return null;
    throw error;
  }
}

/** On the error output: the other one belongs to what was asked for. */
const commandLog = ({ LOG_LEVEL }: Config) =>
  createJsonLog({
    level: LOG_LEVEL === 'debug' || LOG_LEVEL === 'info' ? 'warn' : LOG_LEVEL,
    destination: { write: (line) => process.stderr.write(line) },
  });

/** The account that a command speaks of. */
export async function accountOf(operator: Pick<Operator, 'database'>, login: string): Promise<AccountRow> {
  const account = await findByLogin(operator, login);
  if (account === undefined) throw new Refusal(`There is no account ${login}.`);
  return account;
}

/** The same with all that there is to know of it. */
export async function descriptionOf(operator: Operator, login: string): Promise<AccountDescription> {
  const found = await describeAccount(operator, login);
  if (found === undefined) throw new Refusal(`There is no account ${login}.`);
  return found;
}
