import { describeKeys, type KeyReport } from '../flows/keys/describe-keys.ts';
import type { DescribedKey } from '../flows/keys/key-uses.ts';
import { rotateKeys } from '../flows/keys/rotate-keys.ts';
import { complain, DONE, FAILED, instant, plural, report, subcommand } from './command.ts';
import { withOperator } from './operator.ts';

export const keyStatusCommand = subcommand({
  usage: '',
  summary: 'Shows the keys, what each is still needed for, and the servers that hold them.',
  options: {},
  run: async ({ values }) =>
    withOperator(
      async (operator) => {
        const found = await describeKeys(operator);
        return report(values.json, found, statusLines(found));
      },
      { anyKeys: true },
    ),
});

const ROLES = { primary: 'primary', opens: 'opens only', missing: 'MISSING from the ring' } as const;

function statusLines({ keys, instances }: KeyReport): string[] {
  return [
    ...keys.map((key) => `${key.id}  ${ROLES[key.role]}: ${usesOf(key.uses)}`),
    '',
    instances.length === 0 ? 'No server runs.' : 'Servers',
    ...instances.map(({ name, release, primaryKeyId, keyIds, seenAt }) => {
      const others = keyIds.filter((id) => id !== primaryKeyId);
      return `  ${name}  runs ${release ?? 'the first release'}, seals with ${primaryKeyId}${others.length === 0 ? '' : `, opens ${others.join(', ')}`}, seen ${instant(seenAt)}`;
    }),
  ];
}

/** What a key is still needed for, in words; ends with who can end it. */
export function usesOf(uses: DescribedKey['uses']): string {
  const parts = [
    [uses.authenticators, 'authenticator', 'authenticators'],
    [uses.phoneIndexes, 'phone index', 'phone indexes'],
    [uses.enrolments, 'open enrolment', 'open enrolments'],
    [uses.smsCodes, 'SMS code on its way', 'SMS codes on their way'],
    [uses.passwords, 'password (until its next sign-in)', 'passwords (until their next sign-in)'],
    [uses.recoveryCodes, 'recovery code (until it is replaced)', 'recovery codes (until they are replaced)'],
  ] as const;
  const needed = parts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many));
  return needed.length === 0 ? 'needed for nothing' : needed.join(', ');
}

export const rotateKeysCommand = subcommand({
  usage: '[--dry-run]',
  summary: 'Seals everything with the primary key.',
  details: `
In small transactions, beside servers. May be stopped at any point and run again.

  --dry-run   says how much there is to do`,
  options: { 'dry-run': { type: 'boolean', default: false } },
  run: async ({ values }) =>
    withOperator(async (operator) => {
      const dryRun = values['dry-run'] === true;
      const rotation = await rotateKeys(operator, { dryRun });
      const { found, resealed, passedOver, unopened } = rotation;
      const { primaryId } = operator.keys;
      report(values.json, { primaryKeyId: primaryId, dryRun, ...rotation }, [
        dryRun
          ? `Would seal ${plural(found, 'value')} with ${primaryId}.`
          : `Sealed ${plural(resealed, 'value')} with ${primaryId}.`,
        ...(passedOver > 0 ? [`${plural(passedOver, 'value')} changed meanwhile: run it again.`] : []),
      ]);
      for (const place of unopened) complain(`Does not open with any key of the ring: ${place}`);
      return unopened.length === 0 ? DONE : FAILED;
    }),
});
