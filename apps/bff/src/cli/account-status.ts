import { notifyOldNumbers } from '../authenticators/phone/notify-old-number.ts';
import { resetTwoFactor } from '../flows/operators/reset-two-factor.ts';
import { setAccountActive } from '../flows/operators/set-account-active.ts';
import { linkJson, linkLines } from './account-create.ts';
import { Misused, operand, plural, Refusal, report, type Subcommand, subcommand } from './command.ts';
import { accountOf, descriptionOf, withOperator } from './operator.ts';

/** Long enough for a sentence and a ticket's number; it is shown to the owner. */
const LONGEST_REASON = 200;

export const resetCommand = subcommand({
  usage: '<login> --reason <text> [--dry-run]',
  summary: 'Removes the second factor of somebody who has lost phone and recovery code.',
  details: `
Authenticators, recovery code, blocks, known browsers and open sign-ins go, every session ends, and so does the
password: whoever else knows it may be why the owner asks. The link that is printed sets a new one; it works once, for
24 hours. First make sure, on a way that does not hang on the login, that it is the owner who asks, and hand the link
to nobody else: not by a message that whoever has the login could read. A number that was bound gets a text message, as
it does when its owner removes it: should the caller not be the owner, the owner hears of it.

  --reason <text>   up to ${LONGEST_REASON} characters; shown to the owner at the next sign-in and in the Security tab
  --dry-run         says what would happen`,
  options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  run: async ({ values, positionals }) => {
    const login = operand(positionals, 'account');
    const reason = readReason(values.reason);
    if (reason === null) throw new Misused('Give a --reason: the owner will read it.');
    return withOperator(async (operator) => {
      const before = await descriptionOf(operator, login);
      const kinds = before.authenticators.map(({ kind }) => kind);
      if (kinds.length === 0) throw new Refusal(`Two-factor authentication is off for ${before.login}.`);
      if (values['dry-run'] === true) {
        const value = { login: before.login, removed: kinds, endedSessions: before.sessions.length, dryRun: true };
        return report(values.json, value, [`Would remove ${summary(before.login, kinds, before.sessions.length)}`]);
      }
      const outcome = await resetTwoFactor(operator, before.id, reason);
      if (outcome.kind !== 'reset') throw new Refusal(`Two-factor authentication is off for ${before.login}.`);
      const { removed, endedSessions, link, gone, language } = outcome;
      const ports = { ...operator, sms: await operator.sms() };
      const numbersTold = await notifyOldNumbers(ports, { language, clientKey: 'operator' }, gone);
      const done = { login: before.login, removed, endedSessions, numbersTold, ...linkJson(link), dryRun: false };
      return report(values.json, done, [
        `Removed ${summary(before.login, removed, endedSessions)}`,
        ...(removed.includes('phone') ? [numbersTold > 0 ? NUMBER_TOLD : NUMBER_NOT_TOLD] : []),
        'The password no longer works. The owner is told at the next sign-in, with your reason.',
        ...linkLines(link),
      ]);
    });
  },
});

const NUMBER_TOLD = 'The number that was removed is told by text message.';
const NUMBER_NOT_TOLD = 'The number that was removed could not be told: no text message leaves from here.';

const summary = (login: string, kinds: readonly string[], sessions: number) =>
  `${kinds.join(' and ')} of ${login} with the recovery code, and end ${plural(sessions, 'session')}.`;

/** Null when none was given. It goes to screens and logs, in one line. */
export function readReason(text: string | undefined): string | null {
  const reason = text?.trim() ?? '';
  if (reason === '') return null;
  if (/\p{Cc}/u.test(reason)) throw new Misused('The reason is one line without control characters.');
  if ([...reason].length > LONGEST_REASON) throw new Misused(`The reason has at most ${LONGEST_REASON} characters.`);
  return reason;
}

export const disableCommand = statusCommand(false);
export const enableCommand = statusCommand(true);

function statusCommand(active: boolean): Subcommand {
  const words = active
    ? { verb: 'enable', done: 'enabled', effect: 'Lets an account sign in again.' }
    : { verb: 'disable', done: 'disabled', effect: 'Shuts an account: nobody signs in, and every session ends now.' };
  return subcommand({
    usage: '<login> [--reason <text>] [--dry-run]',
    summary: words.effect,
    details: `
  --reason <text>   written to the account's events
  --dry-run         says what would happen`,
    options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
    run: async ({ values, positionals }) => {
      const login = operand(positionals, 'account');
      const reason = readReason(values.reason);
      return withOperator(async (operator) => {
        const account = await accountOf(operator, login);
        const dryRun = values['dry-run'] === true;
        const already = { login: account.login, active, changed: false, endedSessions: 0, dryRun };
        if (dryRun && account.active !== active) {
          return report(values.json, { ...already, changed: true }, [`Would ${words.verb} ${account.login}.`]);
        }
        const outcome = dryRun
          ? ({ kind: 'unchanged' } as const)
          : await setAccountActive(operator, account.id, active, reason);
        if (outcome.kind !== 'changed') {
          return report(values.json, already, [`${account.login} is ${words.done} already.`]);
        }
        const { endedSessions } = outcome;
        const line = `${account.login} is ${words.done}${active ? '' : `; ${plural(endedSessions, 'session')} ended`}.`;
        return report(values.json, { ...already, changed: true, endedSessions }, [line]);
      });
    },
  });
}
