import type { AccountDescription } from '../flows/operators/describe-account.ts';
import { endAccountSession, endAccountSessions, endEverySession } from '../flows/operators/end-account-sessions.ts';
import type { ListedSession } from '../store/sessions.ts';
import { instant, Misused, operand, plural, Refusal, report, subcommand } from './command.ts';
import { descriptionOf, type Operator, withOperator } from './operator.ts';

export const sessionsCommand = subcommand({
  usage: '<login> [--end <id> | --end-all] | --every-account --end-all',
  summary: 'Lists the sessions of an account, or ends them.',
  details: `
  --end <id>        ends one
  --end-all         ends all of the account, and the sign-ins under way
  --every-account   with --end-all: of all accounts
  --dry-run         says what would end`,
  options: {
    end: { type: 'string' },
    'end-all': { type: 'boolean', default: false },
    'every-account': { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  },
  run: async ({ values, positionals }) => {
    const { end, 'end-all': endAll, 'every-account': every, 'dry-run': dryRun } = values;
    if (end !== undefined && endAll) throw new Misused('--end and --end-all exclude each other.');
    if (every && (!endAll || positionals.length > 0)) throw new Misused('--every-account goes with --end-all alone.');
    const login = every ? null : operand(positionals, 'account');
    return withOperator(async (operator) => {
      if (login === null) return endEverywhere(operator, dryRun === true, values.json);
      const found = await descriptionOf(operator, login);
      if (end !== undefined || endAll) return endSome(operator, found, end, { dryRun, json: values.json });
      const sessions = found.sessions.map(sessionJson);
      return report(values.json, { login: found.login, sessions }, sessionLines(found.sessions));
    });
  },
});

/** @param id of the one to end; undefined: all of the account. */
async function endSome(
  operator: Operator,
  { id: accountId, login, sessions }: AccountDescription,
  id: string | undefined,
  { dryRun = false, json }: { readonly dryRun: boolean | undefined; readonly json: boolean | undefined },
): Promise<number> {
  const missing = id !== undefined && !sessions.some((session) => session.id === id);
  if (missing) throw new Refusal(`${login} has no session ${id}.`);
  const found = id === undefined ? sessions.length : 1;
  const ended = dryRun ? found : await endThem(operator, accountId, id);
  return report(json, { login, ended, dryRun }, [`${dryRun ? 'Would end' : 'Ended'} ${plural(ended, 'session')}.`]);
}

async function endThem(operator: Operator, accountId: string, id: string | undefined): Promise<number> {
  if (id === undefined) return endAccountSessions(operator, accountId);
  return (await endAccountSession(operator, accountId, id)) ? 1 : 0;
}

async function endEverywhere(operator: Operator, dryRun: boolean, json: boolean | undefined): Promise<number> {
  if (dryRun) throw new Misused('--every-account has no dry run: it ends whatever session there is.');
  const { accounts, sessions } = await endEverySession(operator);
  return report(json, { accounts, ended: sessions, dryRun: false }, [
    `Ended ${plural(sessions, 'session')} of ${plural(accounts, 'account')}.`,
  ]);
}

export const sessionJson = ({ id, events, client, createdAt, lastSeenAt }: ListedSession) => ({
  id,
  startedAt: createdAt,
  lastSeenAt,
  methods: events.map(({ method }) => method),
  client,
});

export function sessionLines(sessions: readonly ListedSession[]): string[] {
  if (sessions.length === 0) return ['No session.'];
  return sessions.map(({ id, events, client, createdAt, lastSeenAt }) => {
    const methods = events.map(({ method }) => method).join('+');
    const where = `${client.browser} on ${client.platform}, ${client.network}`;
    return `${id}  since ${instant(createdAt)}, last seen ${instant(lastSeenAt)}, ${methods}, ${where}`;
  });
}
