import type { AccountDescription } from '../flows/operators/describe-account.ts';
import { listAccounts } from '../flows/operators/list-accounts.ts';
import type { ListedAccount } from '../store/operator-accounts.ts';
import { sessionJson, sessionLines } from './account-sessions.ts';
import { DONE, instant, Misused, operand, report, say, subcommand } from './command.ts';
import { descriptionOf, type Operator, withOperator } from './operator.ts';

/** Events that `show` prints; `pnpm db export-events` has all of them. */
const SHOWN_EVENTS = 10;

export const listCommand = subcommand({
  usage: '[--search <text>]',
  summary: 'Lists the accounts, by login.',
  details: `
  --search <text>   those with the text in login or name; case and accents make no difference`,
  options: { search: { type: 'string', default: '' } },
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) throw new Misused('To look for a login use --search.');
    return withOperator(async (operator) => {
      for await (const account of listAccounts(operator, values.search)) {
        const factors = factorsOf(account, operator);
        say(values.json ? JSON.stringify(listedJson(account, factors)) : listedLine(account, factors));
      }
      return DONE;
    });
  },
});

/** The kinds that are bound, in the order of the registry; all that this release does not know are one. */
function factorsOf({ kinds: bound }: ListedAccount, { authenticators }: Operator): string[] {
  const kinds = bound ?? [];
  const known = authenticators.kinds.map(({ kind }) => kind).filter((kind) => kinds.includes(kind));
  return kinds.every((kind) => authenticators.isKnown({ kind })) ? known : [...known, 'unknown'];
}

function listedJson(account: ListedAccount, authenticators: readonly string[]) {
  const { id, login, name, language, active, createdAt, lastSignInAt, disabled } = account;
  const secondFactorDisabled = disabled > 0;
  return {
    id,
    login,
    name,
    language,
    active,
    authenticators,
    secondFactorDisabled,
    createdAt,
    lastSignInAt,
  };
}

function listedLine(account: ListedAccount, authenticators: readonly string[]): string {
  const factors = authenticators.join('+') || 'password only';
  const marks = [
    factors,
    ...(account.active ? [] : ['DISABLED']),
    ...(account.disabled === 0 ? [] : ['second factor disabled after wrong codes']),
  ];
  return `${account.login}  ${account.name}  ${marks.join(', ')}, last sign-in ${instant(account.lastSignInAt)}`;
}

export const showCommand = subcommand({
  usage: '<login>',
  summary: 'Shows what there is to know about an account: no secret, no whole number.',
  options: {},
  run: async ({ values, positionals }) => {
    const login = operand(positionals, 'account');
    return withOperator(async (operator) => {
      const found = await descriptionOf(operator, login);
      return report(values.json, { ...found, sessions: found.sessions.map(sessionJson) }, shownLines(found));
    });
  },
});

function shownLines(found: AccountDescription): string[] {
  const password = found.hasPassword ? `since ${instant(found.passwordChangedAt)}` : 'none: no link was used yet';
  return [
    `${found.login}  ${found.name}  (${found.language}, ${found.id})`,
    `Status        ${found.active ? 'active' : 'DISABLED'}, made ${instant(found.createdAt)}`,
    `Last sign-in  ${instant(found.lastSignInAt)}, ${found.knownBrowsers} known browsers`,
    `Password      ${password}`,
    `Two-factor    ${found.twoFactorOn ? 'on' : 'off'}`,
    ...found.authenticators.map(authenticatorLine),
    ...recoveryLines(found),
    ...failureLines(found),
    'Sessions',
    ...sessionLines(found.sessions).map((line) => `  ${line}`),
    'Last events',
    ...found.events.slice(0, SHOWN_EVENTS).map(eventLine),
  ];
}

function authenticatorLine(one: AccountDescription['authenticators'][number]): string {
  const marks = [
    `added ${instant(one.addedAt)}`,
    `last used ${instant(one.lastUsedAt)}`,
    ...(one.disabledAt === null ? [] : ['DISABLED after wrong codes']),
    ...(one.opens ? [] : ['DOES NOT OPEN: see "pnpm db keys status"']),
  ];
  return `  ${one.kind}${one.phone === null ? '' : ` ${one.phone}`}  ${marks.join(', ')}`;
}

function recoveryLines({ recoveryCode: code }: AccountDescription): string[] {
  if (code === null) return [];
  const state = code.usable ? `saved ${instant(code.savedAt)}` : 'taken back when a backup was restored';
  return [`  recovery code  issued ${instant(code.issuedAt)}, ${state}`];
}

function failureLines({ failures }: AccountDescription): string[] {
  return failures.map(({ bucket, failed, blockedUntil }) => {
    const block = blockedUntil === null ? '' : `, blocked until ${instant(blockedUntil)}`;
    return `  wrong codes in a row, ${bucket}: ${failed}${block}`;
  });
}

function eventLine(event: AccountDescription['events'][number]): string {
  const where = event.client === null ? 'by an operator' : `${event.client.browser}, ${event.client.network}`;
  const what = [event.kind, event.method, event.authenticatorKind].filter((part) => part !== null).join(' ');
  return `  ${instant(event.at)}  ${what}, ${where}${event.reason === null ? '' : `: ${event.reason}`}`;
}
