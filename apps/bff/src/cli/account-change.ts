import { language } from '@wattsense/contract/vocabulary';
import { changeAccount } from '../flows/operators/change-account.ts';
import { BAD_LOGIN, NAME_FAULTS, TAKEN } from './account-create.ts';
import { Misused, operand, plural, Refusal, report, subcommand } from './command.ts';
import { accountOf, withOperator } from './operator.ts';

const LABELS = { login: 'login', name: 'name', language: 'language' } as const;

export const changeCommand = subcommand({
  usage: '<login> [--login <e-mail>] [--name <name>] [--language fr|en] [--dry-run]',
  summary: 'Changes the login, name or language of an account.',
  details: `
Password and second factor stay. With another login every session, sign-in under way and open password link ends, since
they were given to somebody of the former one; first make sure, on a way that does not hang on either login, that the
owner asks. The owner reads of it in the Security tab, and of a new login at the next sign-in.

  --login <e-mail>   signs in from now on; the former login is nobody's and may be given to somebody else
  --name <name>      one line of up to 80 letters
  --language fr|en   of the pages and text messages
  --dry-run          says what would change`,
  options: {
    login: { type: 'string' },
    name: { type: 'string' },
    language: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
  run: async ({ values, positionals }) => {
    const of = operand(positionals, 'account');
    const { login, name } = values;
    const chosen = values.language === undefined ? undefined : language.safeParse(values.language);
    if (chosen?.success === false) throw new Misused('The language is fr or en.');
    if (login === undefined && name === undefined && chosen?.data === undefined)
      throw new Misused('Give --login, --name or --language.');
    return withOperator(async (operator) => {
      const account = await accountOf(operator, of);
      const dryRun = values['dry-run'] === true;
      const outcome = await changeAccount(operator, account.id, { login, name, language: chosen?.data }, { dryRun });
      switch (outcome.kind) {
        case 'unknown-account':
          throw new Refusal(`There is no account ${of}.`);
        case 'taken':
          throw new Refusal(TAKEN);
        case 'bad-login':
          throw new Refusal(BAD_LOGIN);
        case 'bad-name':
          throw new Refusal(NAME_FAULTS[outcome.reason]);
        case 'unchanged':
          return report(values.json, { login: account.login, changed: [], endedSessions: 0, dryRun }, [
            `${account.login} is so already.`,
          ]);
        case 'changed': {
          const { before, after, endedSessions } = outcome;
          const changed = (['login', 'name', 'language'] as const).filter((one) => before[one] !== after[one]);
          const moved = changed.includes('login');
          return report(values.json, { ...after, changed, endedSessions, dryRun }, [
            ...changed.map(
              (one) =>
                `${dryRun ? 'Would change the' : 'The'} ${LABELS[one]}${dryRun ? '' : ' is changed'} from ${before[one]} to ${after[one]}.`,
            ),
            ...(moved && dryRun ? ['Would end every session, sign-in under way and open password link.'] : []),
            ...(moved && !dryRun ? [`${plural(endedSessions, 'session')} ended.`] : []),
            ...(moved && !outcome.hasPassword
              ? [`It has no password yet: make a link with "pnpm account set-password ${after.login}".`]
              : []),
          ]);
        }
      }
    });
  },
});
