import type { Log, Metrics, Timers } from '../deps.ts';
import { Unavailable } from '../unavailable.ts';
import { type Database, isUndone, type RolledBack, type Step, type Work } from './database.ts';
import type { SecurityEventRow } from './security-events.ts';

/** A statement that ran, and how many rows it touched or found. */
interface Ran {
  readonly name: string;
  readonly values: Step['values'];
  readonly rows: number;
}

/**
 * The same database, which tells what was committed: every security event is counted and logged here,
 * so that none is missing and no flow has to think of it. What was rolled back or failed is not told.
 */
export function observedDatabase(
  inner: Database,
  { metrics, log, timers }: { metrics: Metrics; log: Log; timers: Timers },
): Database {
  const observe = async <R>(
    body: () => Work<R | RolledBack<R>>,
    run: (observed: () => Work<R | RolledBack<R>>) => Promise<R>,
  ): Promise<R> => {
    let ran: Ran[] = [];
    const started = timers.elapsedMs();
    const seconds = () => (timers.elapsedMs() - started) / 1000;
    try {
      const outcome = await run(() => {
        ran = [];
        return noting(body(), ran);
      });
      metrics.databaseUsed(seconds(), null);
      for (const one of ran) tell(one, metrics, log);
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

/** Passes each step on to whoever drives the body, and notes it once it ran; forgets all when the body is undone. */
function* noting<R>(work: Work<R | RolledBack<R>>, ran: Ran[]): Work<R | RolledBack<R>> {
  let next = work.next();
  while (!next.done) {
    const { statement, values } = next.value;
    let result: unknown[];
    try {
      result = yield next.value;
    } catch (error) {
      next = work.throw(error);
      continue;
    }
    ran.push({ name: statement.name, values, rows: result.length });
    next = work.next(result);
  }
  if (isUndone(next.value)) ran.length = 0;
  return next.value;
}

function tell({ name, values, rows }: Ran, metrics: Metrics, log: Log): void {
  if (rows === 0) return;
  switch (name) {
    case 'event_tally':
    case 'event_insert': {
      // The statement's values are the row that `appendEvent` was given.
      const event = values as unknown as SecurityEventRow;
      metrics.eventWritten(event.kind, event.method);
      log.info('security event', eventFields(event));
      return;
    }
    case 'challenge_insert':
      metrics.challengeBegun(String(values['purpose']));
      return;
    case 'sms_verify':
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
