import { language } from '@wattsense/contract/vocabulary';
import { createAccount } from '../flows/operators/create-account.ts';
import type { IssuedPasswordLink } from '../flows/password/issue-password-link.ts';
import { instant, Misused, Refusal, readLine, report, subcommand } from './command.ts';
import { withOperator } from './operator.ts';

export const PASSWORD_FAULTS = {
  'too-short': 'The password must have at least 15 characters.',
  'too-long': 'The password must have at most 256 characters.',
  common: 'The password is too common: choose another.',
  'contains-login': 'The password must not contain the login.',
} as const;

export const NAME_FAULTS = {
  empty: 'The name must have a letter or a figure.',
  'too-long': 'The name is too long: at most 80 letters.',
  'long-word': 'A word of the name is too long for a page: at most 40 letters.',
  'bad-signs': 'The name must be one line of letters: no line breaks, control signs or marks that turn the direction.',
} as const;

export const BAD_LOGIN = 'The login must be an e-mail address, of at most 320 characters.';
export const TAKEN = 'There is an account with this login already.';

export const BUSY = 'The machine is busy: try again in a moment.';

export const createCommand = subcommand({
  usage: '--login <e-mail> --name <name> [--language fr|en] [--password-stdin]',
  summary: 'Makes an account, and a link with which the person sets a password.',
  details: `
The link works once, for 24 hours, and is shown here only. Hand it over on a way that you trust.

  --language         of the pages and text messages; fr unless given
  --password-stdin   sets the password that is piped in instead (its first line); for moving accounts over`,
  options: {
    login: { type: 'string' },
    name: { type: 'string' },
    language: { type: 'string', default: 'fr' },
    'password-stdin': { type: 'boolean', default: false },
  },
  run: async ({ values, positionals }) => {
    const chosen = language.safeParse(values.language);
    if (!values.login || !values.name || positionals.length > 0) throw new Misused('Give --login and --name.');
    if (!chosen.success) throw new Misused('The language is fr or en.');
    const { login, name } = values;
    return withOperator(async (operator) => {
      const password = values['password-stdin'] ? await readLine() : null;
      const deps = { ...operator, passwords: await operator.passwords() };
      const outcome = await createAccount(deps, { login, name, language: chosen.data, password });
      switch (outcome.kind) {
        case 'created':
          return report(values.json, { id: outcome.id, login: outcome.login, ...linkJson(outcome.link) }, [
            `Created ${outcome.login}.`,
            ...linkLines(outcome.link),
          ]);
        case 'taken':
          throw new Refusal(TAKEN);
        case 'busy':
          throw new Refusal(BUSY);
        case 'bad-login':
          throw new Refusal(BAD_LOGIN);
        case 'bad-name':
          throw new Refusal(NAME_FAULTS[outcome.reason]);
        case 'bad-password':
          throw new Refusal(PASSWORD_FAULTS[outcome.reason]);
      }
    });
  },
});

export const linkJson = (link: IssuedPasswordLink | null) => ({
  link: link?.url ?? null,
  linkExpiresAt: link?.expiresAt ?? null,
});

export const linkLines = (link: IssuedPasswordLink | null): string[] =>
  link === null ? [] : [`Link to set the password (once, until ${instant(link.expiresAt)}):`, `  ${link.url}`];
