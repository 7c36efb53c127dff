import { offerPasswordLink, setPassword } from '../flows/operators/set-password.ts';
import { BUSY, linkJson, linkLines, PASSWORD_FAULTS } from './account-create.ts';
import { Misused, operand, plural, Refusal, readLine, report, subcommand } from './command.ts';
import { accountOf, type Operator, withOperator } from './operator.ts';

export const setPasswordCommand = subcommand({
  usage: '<login> [--clear | --password-stdin] [--dry-run]',
  summary: 'Makes a link with which the person sets a new password.',
  details: `
The link works once, for 24 hours, and replaces an earlier one. It never signs in: the second factor stays.
Until it is used the present password works, unless:

  --clear            the present password stops working now and everybody is signed out: for a password that leaked
  --password-stdin   sets the password that is piped in instead (its first line); everybody is signed out
  --dry-run          says what would happen`,
  options: {
    clear: { type: 'boolean', default: false },
    'password-stdin': { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
  run: async ({ values, positionals }) => {
    const login = operand(positionals, 'account');
    const piped = values['password-stdin'] === true;
    const clear = values.clear === true;
    if (piped && clear) throw new Misused('--clear and --password-stdin exclude each other.');
    return withOperator(async (operator) => {
      const account = await accountOf(operator, login);
      if (values['dry-run'] === true) {
        return report(values.json, { login: account.login, dryRun: true }, [foreseen(account.login, piped, clear)]);
      }
      if (piped) return fromInput(operator, account, values.json);
      const outcome = await offerPasswordLink(operator, account.id, { clear });
      if (outcome.kind === 'unknown-account') throw new Refusal(`There is no account ${login}.`);
      const { link, endedSessions } = outcome;
      return report(values.json, { login: account.login, ...linkJson(link), cleared: clear, endedSessions }, [
        ...(clear ? [`The password of ${account.login} no longer works; ${ended(endedSessions)}.`] : []),
        ...linkLines(link),
      ]);
    });
  },
});

const ended = (sessions: number) => `${plural(sessions, 'session')} ended`;

function foreseen(login: string, piped: boolean, clear: boolean): string {
  if (piped) return `Would set the password of ${login} and sign it out everywhere.`;
  return clear
    ? `Would make a link for ${login}, clear its password and sign it out everywhere.`
    : `Would make a link for ${login}.`;
}

async function fromInput(
  operator: Operator,
  account: { readonly id: string; readonly login: string },
  json: boolean | undefined,
): Promise<number> {
  const deps = { ...operator, passwords: await operator.passwords() };
  const outcome = await setPassword(deps, account, await readLine());
  switch (outcome.kind) {
    case 'set': {
      const { endedSessions } = outcome;
      return report(json, { login: account.login, ...linkJson(null), cleared: false, endedSessions }, [
        `The password of ${account.login} is set; ${ended(endedSessions)}.`,
      ]);
    }
    case 'busy':
      throw new Refusal(BUSY);
    case 'unknown-account':
      throw new Refusal(`There is no account ${account.login}.`);
    case 'bad-password':
      throw new Refusal(PASSWORD_FAULTS[outcome.reason]);
  }
}
