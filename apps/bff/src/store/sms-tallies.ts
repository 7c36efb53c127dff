import { and, desc, eq, gt, gte, isNull, lte, ne, notExists, type SQL, sql } from 'drizzle-orm';
import type { Scope, Tally } from '../domain/sms-abuse.ts';
import { finds, lists, type Work } from './database.ts';
import type { Tables } from './schema.ts';
import { oneForEach } from './statement.ts';

/** The instants between which messages are counted. */
export interface TallyTimes {
  readonly hourAgo: Date;
  readonly dayAgo: Date;
  /** Older messages without their code entered count as failed, younger ones as waiting. */
  readonly answerBy: Date;
  /** From when the conversion rule judges. */
  readonly judgedSince: Date;
  /** Younger ones were written while a clock was wrong, and are not counted. */
  readonly newest: Date;
}

type Key = Tables['smsMessage']['client'];

const SCOPES: readonly Scope[] = ['client', 'prefix', 'country', 'overall'];

function columnOf({ smsMessage: m }: Tables, scope: Scope): Key | null {
  switch (scope) {
    case 'client':
      return m.client;
    case 'prefix':
      return m.prefix;
    case 'country':
      return m.country;
    case 'overall':
      return null;
  }
}

const within = (tables: Tables, scope: Scope, key: SQL<string>) => {
  const column = columnOf(tables, scope);
  // What was certainly not sent costs nothing; a notice carries no code that could be entered.
  const counted = and(ne(tables.smsMessage.state, 'not-sent'), ne(tables.smsMessage.subject, 'notice'));
  return column === null ? counted : and(eq(column, key), counted);
};

const times = ({ smsMessage: m }: Tables) => ({
  key: m.client,
  oldest: m.createdAt,
  hourAgo: m.createdAt,
  dayAgo: m.createdAt,
  answerBy: m.createdAt,
  judgedSince: m.createdAt,
  newest: m.createdAt,
});

const tally = oneForEach(SCOPES, tallyOf);

function tallyOf(scope: Scope) {
  return finds(`sms_tally_${scope}`, times, (db, tables, p) => {
    const { smsMessage: m, smsAlarm: a } = tables;
    // A range that was paused has been judged by itself: it does not take its whole country with it.
    const judgedBefore = db
      .select({ id: a.id })
      .from(a)
      .where(and(eq(a.kind, 'prefix'), eq(a.subject, m.prefix), gte(a.pausedUntil, m.createdAt)));
    const since = gt(m.createdAt, p.judgedSince);
    const judged = scope === 'country' ? and(since, notExists(judgedBefore)) : since;
    const failed = and(isNull(m.verifiedAt), lte(m.createdAt, p.answerBy));
    const countOf = (condition: SQL | undefined) => sql`count(case when ${condition} then 1 end)`.mapWith(Number);
    return db
      .select({
        failedInHour: countOf(and(failed, gt(m.createdAt, p.hourAgo))),
        failedInDay: countOf(and(failed, gt(m.createdAt, p.dayAgo))),
        waiting: countOf(and(isNull(m.verifiedAt), gt(m.createdAt, p.answerBy))),
        judged: countOf(sql`(${failed} or ${m.verifiedAt} is not null) and ${judged}`),
        verified: countOf(sql`${m.verifiedAt} is not null and ${judged}`),
      })
      .from(m)
      .where(and(within(tables, scope, p.key), gt(m.createdAt, p.oldest), lte(m.createdAt, p.newest)));
  });
}

const NOTHING: Tally = { failedInHour: 0, failedInDay: 0, waiting: 0, judged: 0, verified: 0 };

/** Counts the messages of a client, prefix or country, or of all. @param key empty for all. */
export function* tallySms(scope: Scope, key: string, at: TallyTimes): Work<Tally> {
  const oldest = new Date(Math.min(at.judgedSince.getTime(), at.dayAgo.getTime()));
  return (yield* tally[scope]({ ...at, key, oldest })) ?? NOTHING;
}

const unanswered = oneForEach(SCOPES, unansweredOf);

function unansweredOf(scope: Scope) {
  return lists(
    `sms_unanswered_${scope}`,
    ({ smsMessage: m }) => ({ key: m.client, after: m.createdAt, until: m.createdAt }),
    (db, tables, p) => {
      const { smsMessage: m } = tables;
      return db
        .select({ createdAt: m.createdAt })
        .from(m)
        .where(
          and(within(tables, scope, p.key), isNull(m.verifiedAt), gt(m.createdAt, p.after), lte(m.createdAt, p.until)),
        )
        .orderBy(desc(m.createdAt))
        .limit(10_000);
    },
  );
}

/** When messages went out whose code was not entered, the newest first. */
export function listUnanswered(
  scope: Scope,
  key: string,
  { after, until }: { readonly after: Date; readonly until: Date },
): Work<{ readonly createdAt: Date }[]> {
  return unanswered[scope]({ key, after, until });
}
