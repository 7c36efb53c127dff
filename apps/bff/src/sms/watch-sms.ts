import type { Deps } from '../deps.ts';
import { capReached, type Scope, tooFewAnswers } from '../domain/sms-abuse.ts';
import { DAY_SECONDS, HOUR_SECONDS, usedUpUnanswered } from '../domain/sms-limits.ts';
import { together, type Work } from '../store/database.ts';
import type { SmsAlarmKind } from '../store/schema-values.ts';
import { liftSmsPauses as lift, raiseSmsAlarm } from '../store/sms-alarms.ts';
import type { SmsMessageRow } from '../store/sms-messages.ts';
import { listAccountSends } from '../store/sms-sends.ts';
import { keyOf, type Pauses, pausesOf, type SmsFigures, tallyOf } from './reserve-sms.ts';

/** The same alarm is not raised again for so long, in seconds. */
const QUIET_SECONDS = HOUR_SECONDS;

const SCOPES: readonly Scope[] = ['client', 'prefix', 'country', 'overall'];

/** What an operator reads; each says what was done and what to look at. */
const LINES: Readonly<Record<string, string>> = {
  prefix: 'operator: text messages to a range of numbers are paused: too few of their codes were entered',
  country: 'operator: text messages to a country are paused: too few of their codes were entered',
  'cap:account': 'operator: the messages of a day to one account are used up and no code was entered',
  'cap:client': 'operator: one client reached its cap of text messages that nobody answered',
  'cap:prefix': 'operator: a range of numbers reached its cap of text messages that nobody answered',
  'cap:country': 'operator: a country reached its cap of text messages that nobody answered',
  'cap:overall': 'operator: all text messages together reached their cap; nobody is sent one until it has room',
};

interface Alarm {
  readonly kind: SmsAlarmKind;
  readonly subject: string;
  readonly count: number;
  readonly pauses: boolean;
}

/**
 * Looks, after a send or a refusal, at what the message belongs to: pauses a range or a country whose codes
 * nobody enters, and tells operators of that and of every cap that is reached, once an hour each.
 */
export function watchSms(deps: Deps, row: SmsMessageRow): void {
  deps.background.run('watch-sms', async () => {
    const now = deps.clock.now();
    const look = () => deps.database.single(() => alarmsOf(row, deps.config, now));
    let found = await look();
    for (let from = 0; from < found.length; from += 1) {
      const alarms = found[from] ?? [];
      for (const alarm of alarms) await raise(deps, row, alarm, now);
      // One after the other: a range that is paused no longer speaks for its country.
      if (alarms.length > 0) found = await look();
    }
  });
}

/** Those of each scope in their order, and those of the account. */
function* alarmsOf(row: SmsMessageRow, figures: SmsFigures, now: Date): Work<Alarm[][]> {
  const pauses = yield* pausesOf(row, figures);
  return yield* together(
    ...SCOPES.map((scope) => scopeAlarms(scope, row, figures, now, pauses)),
    accountAlarms(row, figures, now),
  );
}

function* scopeAlarms(scope: Scope, row: SmsMessageRow, figures: SmsFigures, now: Date, pauses: Pauses): Work<Alarm[]> {
  const tally = yield* tallyOf(scope, row, figures, now, pauses);
  const subject = keyOf(scope, row);
  const alarms: Alarm[] = [];
  if ((scope === 'prefix' || scope === 'country') && tooFewAnswers(tally, figures))
    alarms.push({ kind: scope, subject, count: tally.judged, pauses: true });
  const cap = capReached(scope, tally, figures);
  if (cap !== undefined) alarms.push({ kind: `cap:${scope}`, subject, count: tally[cap.counted], pauses: false });
  return alarms;
}

function* accountAlarms(row: SmsMessageRow, figures: SmsFigures, now: Date): Work<Alarm[]> {
  const sends = yield* listAccountSends({ value: row.accountId, since: new Date(now.getTime() - DAY_SECONDS * 1000) });
  if (!usedUpUnanswered(sends, figures)) return [];
  return [{ kind: 'cap:account', subject: row.accountId, count: sends.length, pauses: false }];
}

async function raise(deps: Deps, row: SmsMessageRow, alarm: Alarm, now: Date): Promise<void> {
  const { kind, subject, count, pauses } = alarm;
  const id = deps.random.id();
  const pausedUntil = pauses ? new Date(now.getTime() + deps.config.SMS_PAUSE_SECONDS * 1000) : now;
  const quietSince = pauses ? now : new Date(now.getTime() - QUIET_SECONDS * 1000);
  const raised = await deps.database.single(() =>
    raiseSmsAlarm({ id, kind, subject, raisedAt: now, pausedUntil, quietSince }),
  );
  if (!raised) return;
  deps.metrics.smsAlarm(kind);
  deps.log.error(LINES[kind] ?? 'operator: text messages', {
    event: 'sms-alarm',
    reason: kind,
    count,
    country: row.country,
    ...(kind.endsWith('prefix') && { reference: subject }),
    ...(kind === 'cap:account' && { accountId: subject }),
  });
}

/** Ends every pause; what was sent before is judged no more. */
export async function liftSmsPauses(deps: Pick<Deps, 'database' | 'clock' | 'log'>): Promise<void> {
  const now = deps.clock.now();
  const count = await deps.database.single(() => lift({ now }));
  if (count > 0) deps.log.warn('pauses of text messages are lifted', { event: 'sms-alarm', count });
}
