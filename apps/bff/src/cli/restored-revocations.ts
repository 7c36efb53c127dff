import { existsSync, rmSync } from 'node:fs';
import { type Lost, lostRevocations, type Revocation } from '../flows/running/lost-revocations.ts';
import { copySqlite } from '../store/sqlite-files.ts';
import { plural, Refusal } from './command.ts';
import { type Operator, openAs } from './operator.ts';
import { reapplyRevocations } from './reapply-revocations.ts';

/** What a restore brought back that had been taken away. */
export interface Revoked {
  /** Null: there was no database to compare with, or it could not be read. */
  readonly lost: readonly Lost[] | null;
  /** Accounts from which it was taken again. */
  readonly reapplied: number;
}

export const NOT_COMPARED: Revoked = { lost: null, reapplied: 0 };

const WORDS: Readonly<Record<Revocation, string>> = {
  erased: 'had been erased',
  disabled: 'had been disabled',
  'password-cleared': 'its password had been cleared',
  'password-changed': 'its password had been changed: the former one works again',
  'authenticator-gone': 'an authenticator had been replaced or removed: the former one works again',
  'second-factor-disabled': 'its second factor had been disabled after wrong codes',
  'login-changed': 'had another login ("pnpm account change")',
};

/**
 * Compares what was brought back with the SQLite database that it replaces, and on request takes away again what that one
 * had taken away. Reads a copy, which may be brought to the present schema.
 */
export async function compareWithFormer(operator: Operator, path: string, reapply: boolean): Promise<Revoked> {
  const copy = `${path}.comparing`;
  if (!existsSync(path)) return NOT_COMPARED;
  try {
    removeCopy(copy);
    const lost = await readLost(operator, path, copy);
    if (lost === null) return NOT_COMPARED;
    const reason = 'Taken away again after a backup was restored.';
    return { lost, reapplied: reapply ? await reapplyRevocations(operator, lost, reason) : 0 };
  } finally {
    removeCopy(copy);
  }
}

/** Null where it is damaged or of a newer release: whoever restores has a reason to. */
async function readLost(operator: Operator, path: string, copy: string): Promise<Lost[] | null> {
  const former = await openCopy(operator, path, copy);
  if (former === null) return null;
  try {
    const lost: Lost[] = [];
    for await (const one of lostRevocations(former, operator.database)) lost.push(one);
    return lost;
  } finally {
    await former.close();
  }
}

async function openCopy({ config }: Operator, path: string, copy: string) {
  try {
    copySqlite(path, copy);
    return await openAs({ ...config, DATABASE_URL: `sqlite:${copy}` }, 'command');
  } catch (error) {
    if (error instanceof Refusal || (error instanceof Error && error.name === 'SqliteError')) return null;
    throw error;
  }
}

function removeCopy(copy: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', '.lock']) rmSync(`${copy}${suffix}`, { force: true });
}

/** What operators read of it. */
export function revokedLines({ lost, reapplied }: Revoked, reapply: boolean): string[] {
  if (lost === null) return [...CHECK];
  if (lost.length === 0) return ['The former database had taken nothing away that is back now.'];
  return [
    `Taken away since the backup was made, and back with it (${plural(lost.length, 'account')}):`,
    ...lost.map(({ login, revocations }) => `  ${login}  ${revocations.map((one) => WORDS[one]).join('; ')}`),
    reapply
      ? `Taken away again from ${plural(reapplied, 'account')}. Who has no password now gets a link: "pnpm account set-password <login>".`
      : 'Restore with --reapply to take it away again, or see to each before the servers start.',
  ];
}

const CHECK = [
  'Nothing was compared: what was taken away since the backup was made is back. Before the servers start, look in your',
  'tickets, in exported events or in the former database for accounts that were disabled or erased ("pnpm account disable",',
  '"erase"), passwords that were cleared or changed ("pnpm account set-password --clear") and authenticators that were replaced',
  'or removed ("pnpm account reset-two-factor").',
];
