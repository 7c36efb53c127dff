import type { MiddlewareHandler } from 'hono';
import { findSession, meetsDemandedLevel, noteActivity } from '../flows/session/live-session.ts';
import type { Context } from './context.ts';
import { readToken } from './cookies.ts';
import { answerProblem } from './problem-response.ts';

export interface Demand {
  /** Whether the request is something that the person did; polling is not. */
  readonly activity?: boolean;
  /** Open to a session that came in by recovery and has not fetched its fresh code yet. */
  readonly duringRecovery?: boolean;
}

/** Lets a live session through; with two-factor on, only one of two factors. */
export function signedIn({ activity = true, duringRecovery = false }: Demand = {}): MiddlewareHandler<Context> {
  return async (c, next) => {
    const purpose = c.req.method === 'GET' ? 'reading or leaving' : 'anything';
    const session = await findSession(c.get('deps'), readToken(c, 'session'), purpose);
    if (session === null) return answerProblem(c, { type: 'not-signed-in' });
    if (!meetsDemandedLevel(session) && !(duringRecovery && session.byRecovery === 'pending')) {
      return answerProblem(c, { type: 'level-required', requiredLevel: 'aal2' });
    }
    c.set('session', session);
    if (activity) await noteActivity(c.get('deps'), session);
    return next();
  };
}
