import { eraseAccount } from '../flows/operators/erase-account.ts';
import { readReason } from './account-status.ts';
import { Misused, operand, plural, Refusal, report, subcommand } from './command.ts';
import { accountOf, withOperator } from './operator.ts';

export const eraseCommand = subcommand({
  usage: '<login> --reason <text> [--dry-run]',
  summary: 'Erases an account for good: nobody brings it back. To shut somebody out, "disable".',
  details: `
What goes, at once: login, name, password, authenticators with secrets and numbers, recovery code, known browsers,
every session and all that is open; of the account's events the networks, the browsers and what was written in them.
What is kept, under the account's id alone: which events there were and when, this one with its reason, for 400 days
(so that what happened can be told); which text messages were sent, by keyed hashes, for 30 days (so that limits hold).
The login may be given anew; to the console it is somebody else. Backups still know the person: they end by themselves, and after
one was restored the account is erased again (its id is printed here).

  --reason <text>   up to 200 characters, on the record; name the request, not the person
  --dry-run         says what would happen`,
  options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  run: async ({ values, positionals }) => {
    const login = operand(positionals, 'account');
    const reason = readReason(values.reason);
    if (reason === null) throw new Misused('Give a --reason: it is all that the record will say.');
    return withOperator(async (operator) => {
      const account = await accountOf(operator, login);
      const { id } = account;
      if (values['dry-run'] === true) {
        return report(values.json, { id, erased: false, endedSessions: 0, dryRun: true }, [
          `Would erase ${account.login} (${id}) for good, and end every session.`,
        ]);
      }
      const outcome = await eraseAccount(operator, id, reason);
      if (outcome.kind !== 'erased') throw new Refusal(`There is no account ${login}.`);
      const { endedSessions } = outcome;
      return report(values.json, { id, erased: true, endedSessions, dryRun: false }, [
        `Erased ${account.login}; ${plural(endedSessions, 'session')} ended. The record is under ${id}.`,
      ]);
    });
  },
});
