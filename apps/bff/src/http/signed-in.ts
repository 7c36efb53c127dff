import type { MiddlewareHandler } from 'hono';
import { admitSession } from '../flows/session/find-session.ts';
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
    const admission = await admitSession(c.get('deps'), readToken(c, 'session'), { purpose, duringRecovery });
    if (admission.kind === 'refused') return answerProblem(c, admission.refusal);
    c.set('session', admission.session);
    return next();
  });
}
