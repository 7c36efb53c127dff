import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createKeys, newKey, parseKeyRing } from '../adapters/key-ring.ts';
import { idOf, promoted, writeRingFile } from '../adapters/key-ring-file.ts';
import { removeKey } from '../flows/keys/remove-key.ts';
import { listRunningInstances } from '../store/instances.ts';
import { operand, Refusal, report, subcommand } from './command.ts';
import { usesOf } from './db-keys.ts';
import { readSetting, type Setting, withOperator } from './operator.ts';

const DRY_RUN = { 'dry-run': { type: 'boolean', default: false } } as const;

export const initKeysCommand = subcommand({
  usage: '<file>',
  summary: 'Makes a key ring with one new key, readable by its owner alone.',
  options: {},
  run: async ({ values, positionals }) => {
    const path = operand(positionals, 'file');
    if (existsSync(path))
      throw new Refusal(`${path} exists: a key ring is never overwritten, since data sealed with it would be lost.`);
    const key = newKey();
    writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
    return report(values.json, { file: path, keyId: idOf(key) }, [
      `Wrote ${path}. Keep a copy where the database's backups are not: neither opens without the other.`,
    ]);
  },
});

export const addKeyCommand = subcommand({
  usage: '[--dry-run]',
  summary: 'Rotation, step 1: adds a new key that opens and does not seal yet.',
  details: `
Then bring the ring's file to every host and restart the servers one by one. "pnpm db keys status" shows who has it.`,
  options: DRY_RUN,
  run: async ({ values }) => {
    const setting = readSetting();
    const file = ringFileOf(setting);
    const key = newKey();
    const dryRun = values['dry-run'] === true;
    if (!dryRun) rewrite(file, [...setting.entries, key]);
    const value = { file, keyId: dryRun ? null : idOf(key), dryRun };
    return report(
      values.json,
      value,
      dryRun
        ? [`Would add a key to ${file}.`]
        : [`Added ${idOf(key)} to ${file}. Bring the file to every host, restart the servers, then promote it.`],
    );
  },
});

export const promoteKeyCommand = subcommand({
  usage: '<key id> [--dry-run]',
  summary: 'Rotation, step 2: makes a key the primary one, which seals from the next start on.',
  details: `
Refused while a running server does not hold the key: it could not open what the others seal.
Then bring the ring's file to every host, restart the servers one by one, and run "pnpm db keys rotate".`,
  options: DRY_RUN,
  run: async ({ values, positionals }) => {
    const id = operand(positionals, 'key');
    const setting = readSetting();
    const file = ringFileOf(setting);
    if (!setting.ring.some((key) => key.id === id)) throw new Refusal(`The ring has no key ${id}.`);
    return withOperator(async (operator) => {
      const without = (await operator.database.single(() => listRunningInstances(operator.clock.now()))).filter(
        ({ keyIds }) => !keyIds.includes(id),
      );
      if (without.length > 0)
        throw new Refusal(
          `${without.map(({ name }) => name).join(', ')} does not hold ${id} yet: bring it the ring's file and restart it first.`,
        );
      const dryRun = values['dry-run'] === true;
      if (!dryRun) rewrite(file, promoted(setting.entries, id));
      return report(values.json, { file, primaryKeyId: id, dryRun }, [
        dryRun
          ? `Would make ${id} the primary key in ${file}.`
          : `${id} is the primary key in ${file}. Bring the file to every host, restart the servers, then run "pnpm db keys rotate".`,
      ]);
    });
  },
});

export const removeKeyCommand = subcommand({
  usage: '<key id> [--dry-run]',
  summary: 'Rotation, the end: removes a key that nothing needs any more.',
  details: `
Refused while anything is sealed, hashed or indexed with it, or a running server seals with it. Passwords leave a key at
their next sign-in and recovery codes when they are replaced: until then it stays in the ring, and costs nothing.`,
  options: DRY_RUN,
  run: async ({ values, positionals }) => {
    const id = operand(positionals, 'key');
    const setting = readSetting();
    const dryRun = values['dry-run'] === true;
    return withOperator(
      async (operator) => {
        const outcome = await removeKey(operator, id, { dryRun });
        switch (outcome.kind) {
          case 'unknown':
            throw new Refusal(`Neither the ring nor the database knows a key ${id}.`);
          case 'primary':
            throw new Refusal(`${id} is the primary key: promote another first.`);
          case 'sealing':
            throw new Refusal(
              `${outcome.instances.join(', ')} still seals with ${id}: restart it with the present ring.`,
            );
          case 'needed':
            throw new Refusal(`${id} is still needed: ${usesOf(outcome.uses)}.`);
          case 'removable':
          case 'removed':
            if (!dryRun) dropFromFile(setting, id);
            return report(values.json, { keyId: id, removed: !dryRun, dryRun }, [
              dryRun ? `${id} can go.` : removedLine(setting, id),
            ]);
        }
      },
      { anyKeys: true },
    );
  },
});

function dropFromFile({ ringFile, entries }: Setting, id: string): void {
  if (ringFile !== null && entries.some((entry) => idOf(entry) === id))
    rewrite(
      ringFile,
      entries.filter((entry) => idOf(entry) !== id),
    );
}

const removedLine = ({ ringFile }: Setting, id: string) =>
  ringFile === null
    ? `The database needs ${id} no more: take it out of KEY_RING and restart the servers.`
    : `Removed ${id}, also from ${ringFile}. Bring the file to every host; the servers may be restarted at leisure.`;

function ringFileOf({ ringFile }: Setting): string {
  if (ringFile === null)
    throw new Refusal('The ring comes from KEY_RING: change it where it is set ("pnpm db keys init" makes a key).');
  return ringFile;
}

/** Nothing is written that a start would refuse. */
function rewrite(file: string, entries: readonly string[]): void {
  const parsed = parseKeyRing(entries.join('\n'));
  if (parsed.kind === 'refused') throw new Refusal(parsed.line);
  createKeys(parsed.ring);
  try {
    writeRingFile(file, entries);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Refusal(
      `${file} cannot be written anew (${code}): its folder takes no new file from this user. Run the command as root: the file keeps its owner.`,
    );
  }
}
