import type { Log, Metrics, Timers } from '../deps.ts';
import { Unavailable } from '../outcome.ts';
import { type Database, isUndone, type RolledBack, through, type Work } from './database.ts';
import type { SecurityEventRow } from './security-events.ts';
import type { Fact } from './statement.ts';

/**
 * The same database, which lets each statement tell what it did once that is committed: no flow has to think of it,
 * and what was rolled back, failed or touched no row is not told.
 */
export function observedDatabase(
  inner: Database,
  { metrics, log, timers }: { metrics: Metrics; log: Log; timers: Timers },
): Database {
  const observe = async <R>(
    body: () => Work<R | RolledBack<R>>,
    run: (observed: () => Work<R | RolledBack<R>>) => Promise<R>,
  ): Promise<R> => {
    let facts: Fact[] = [];
    const started = timers.elapsedMs();
    const seconds = () => (timers.elapsedMs() - started) / 1000;
    try {
      const outcome = await run(() => {
        facts = [];
        return noting(body(), facts);
      });
      metrics.databaseUsed(seconds(), null);
      for (const fact of facts) tell(fact, metrics, log);
      return outcome;
    } catch (error) {
      metrics.databaseUsed(seconds(), error instanceof Unavailable ? error.message : 'unexpected');
      throw error;
    }
  };
  return {
    engine: inner.engine,
    unit: (body) => observe(body, (observed) => inner.unit(observed)),
    // A single statement is never rolled back: its body returns no RolledBack, and the inner database refuses one.
    single: <R>(body: () => Work<R>) => observe<R>(body, (observed) => inner.single(observed as () => Work<R>)),
    close: () => inner.close(),
  };
}

/** Notes what each step brought about; forgets all when the body is undone. */
function* noting<R>(work: Work<R | RolledBack<R>>, facts: Fact[]): Work<R | RolledBack<R>> {
  const outcome = yield* through(work, function* (steps) {
    const answers = yield steps;
    for (const [index, { statement, values }] of steps.entries())
      if ((answers[index]?.length ?? 0) > 0 && statement.tells !== undefined) facts.push(statement.tells(values));
    return answers;
  });
  if (isUndone(outcome)) facts.length = 0;
  return outcome;
}

function tell(fact: Fact, metrics: Metrics, log: Log): void {
  switch (fact.what) {
    case 'security-event':
      metrics.eventWritten(fact.event.kind, fact.event.method);
      log.info('security event', eventFields(fact.event));
      return;
    case 'challenge-begun':
      metrics.challengeBegun(fact.purpose);
      return;
    case 'sms-verified':
      metrics.smsVerified();
  }
}

function eventFields({ id, kind, accountId, sessionId, method, client, reason }: SecurityEventRow) {
  return {
    reference: id,
    event: kind,
    accountId,
    ...(sessionId === null ? {} : { sessionId }),
    ...(method === null ? {} : { method }),
    ...(client === null ? {} : { network: client.network }),
    ...(reason === null ? {} : { reason }),
  };
}
