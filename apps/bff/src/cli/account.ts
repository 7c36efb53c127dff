import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { language } from '@wattsense/contract/vocabulary';
import { createAccount } from '../flows/create-account.ts';
import { complain, FAILED, MISUSED, runCommand, say, withAssembly } from './command.ts';

const HELP = `Usage: pnpm account create --login <e-mail> --name <name> [--language fr|en] [--password-stdin] [--json]

Makes an account. Without --password-stdin a random password is made and printed once.
Works beside a running server, on SQLite and PostgreSQL.

Exit codes: 0 done, 1 refused (the reason is printed), 2 called wrongly.`;

const SYMBOLS = 'abcdefghjkmnpqrstuvwxyz23456789';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      login: { type: 'string' },
      name: { type: 'string' },
      language: { type: 'string', default: 'fr' },
      'password-stdin': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    say(HELP);
    return 0;
  }
  const chosen = language.safeParse(values.language);
  if (positionals[0] !== 'create' || !values.login || !values.name || !chosen.success) {
    complain(HELP);
    return MISUSED;
  }
  const made = !values['password-stdin'];
  const password = made ? randomPassword() : await readLine();
  const account = { login: values.login, name: values.name, language: chosen.data, password };
  return withAssembly(async ({ deps }) => {
    const outcome = await createAccount(deps, account);
    if (outcome.kind !== 'created') {
      complain(REASONS[outcome.kind === 'bad-password' ? outcome.reason : outcome.kind]);
      return FAILED;
    }
    const shown = made ? { password } : {};
    if (values.json) say(JSON.stringify({ id: outcome.id, login: outcome.login, ...shown }));
    else say(`Created ${outcome.login}${made ? `\nPassword (shown once): ${password}` : ''}`);
    return 0;
  });
}

const REASONS = {
  taken: 'There is an account with this login already.',
  busy: 'The machine is busy: try again in a moment.',
  'bad-login': 'The login must be an e-mail address.',
  'too-short': 'The password must have at least 15 characters.',
  'too-long': 'The password must have at most 256 characters.',
  common: 'The password is too common: choose another.',
  'contains-login': 'The password must not contain the login.',
} as const;

/** Five groups of five symbols that cannot be mistaken for one another: about 123 bits. */
function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => SYMBOLS.charAt(randomInt(SYMBOLS.length))).join('');
  return Array.from({ length: 5 }, group).join('-');
}

async function readLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

runCommand(main());
