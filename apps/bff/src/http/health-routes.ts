import { Hono } from 'hono';
import type { Deps, Timers } from '../deps.ts';
import { checkReadiness, type Readiness } from '../flows/running/check-readiness.ts';
import type { Context } from './context.ts';

const DATABASE_MS = 500;
/** Whoever asks more often gets the last answer: a stranger cannot make the database write at will. */
const KEPT_MS = 1000;

/**
 * `GET /healthz`: the process answers, whatever else is broken: what a supervisor restarts by.
 * `GET /readyz`: it can take a sign-in: what a proxy sends people by.
 */
export function healthRoutes(deps: Deps) {
  const readiness = keptFor(KEPT_MS, deps.timers, () => checkInTime(deps));
  return new Hono<Context>()
    .get('/healthz', (c) => c.json({ status: 'alive' }, 200))
    .get('/readyz', async (c) => {
      const { ready, checks } = await readiness();
      // A probe that was kept from before the signal must not keep people coming.
      const isReady = ready && !deps.fitness.stopping();
      return c.json({ status: isReady ? 'ready' : 'not-ready', checks }, isReady ? 200 : 503);
    });
}

async function checkInTime(deps: Deps): Promise<Readiness> {
  const late = Promise.withResolvers<void>();
  const callOff = deps.timers.after(DATABASE_MS, late.resolve);
  return checkReadiness(deps, late.promise).finally(callOff);
}

/** The same answer for whoever asks while it is being found, and for a while after. */
function keptFor<T>(ms: number, { elapsedMs }: Timers, find: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  let until = 0;
  return () => {
    if (kept !== null && elapsedMs() < until) return kept;
    until = Number.POSITIVE_INFINITY;
    kept = find().finally(() => {
      until = elapsedMs() + ms;
    });
    return kept;
  };
}
