import type { MiddlewareHandler } from 'hono';
import { findSession, meetsDemandedLevel, noteActivity } from '../flows/session/live-session.ts';
import type { Context } from './context.ts';
import { readToken } from './cookies.ts';
import { type Description, describing } from './description.ts';
import { answerProblem } from './problem-response.ts';

interface Entry extends Description {
  /** Open to a session that came in by recovery and has not fetched its fresh code yet. */
  readonly duringRecovery?: boolean;
}

/** Lets a live session through; with two-factor on, only one of two factors. Being asked counts as activity. */
export function signedIn({ duringRecovery = false, ...description }: Entry): MiddlewareHandler<Context> {
  return describing({ ...description, who: 'session' }, async (c, next) => {
    const purpose = c.req.method === 'GET' ? 'reading or leaving' : 'anything';
    const session = await findSession(c.get('deps'), readToken(c, 'session'), purpose);
    if (session === null) return answerProblem(c, { type: 'not-signed-in' });
    if (!meetsDemandedLevel(session) && !(duringRecovery && session.byRecovery === 'pending')) {
      return answerProblem(c, { type: 'level-required', requiredLevel: 'aal2' });
    }
    c.set('session', session);
    await noteActivity(c.get('deps'), session);
    return next();
  });
}
