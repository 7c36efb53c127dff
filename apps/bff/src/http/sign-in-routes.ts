import { answerRequest, signInRequest } from '@wattsense/contract/sign-in';
import { Hono, type Context as HonoContext } from 'hono';
import { answerChallenge } from '../flows/answer-challenge.ts';
import { describeSession } from '../flows/describe-session.ts';
import { cancelSignIn } from '../flows/end-sessions.ts';
import { sendChallengeSms } from '../flows/send-challenge-sms.ts';
import { signInWithPassword } from '../flows/sign-in-with-password.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { clear, readToken, writeChallenge, writeSignIn } from './cookies.ts';
import { answerProblem } from './problem-response.ts';

export const signInRoutes = new Hono<Context>()
  .post('/sign-in', body(signInRequest), async (c) => {
    const challengeToken = readToken(c, 'challenge');
    const { requester, deps } = c.var;
    const outcome = await signInWithPassword(deps, { ...c.req.valid('json'), requester, challengeToken });
    switch (outcome.kind) {
      case 'refused':
        return answerProblem(c, outcome.refusal);
      case 'challenged':
        writeChallenge(c, outcome.token);
        return c.json(await viewWith(c, { challengeToken: outcome.token }), 200);
      case 'signed-in':
        writeSignIn(c, outcome.session);
        return c.json(await viewWith(c, { sessionToken: outcome.session.token }), 200);
    }
  })
  .post('/sign-in/challenge/answer', body(answerRequest), async (c) => {
    const { requester, deps } = c.var;
    const challengeToken = readToken(c, 'challenge');
    const outcome = await answerChallenge(deps, { ...c.req.valid('json'), requester, challengeToken });
    if (outcome.kind === 'refused') {
      if (outcome.refusal.type === 'challenge-over') clear(c, 'challenge');
      return answerProblem(c, outcome.refusal);
    }
    writeSignIn(c, outcome.session);
    return c.json(await viewWith(c, { sessionToken: outcome.session.token }), 200);
  })
  .post('/sign-in/challenge/sms', async (c) => {
    const outcome = await sendChallengeSms(c.var.deps, readToken(c, 'challenge'), c.var.requester);
    return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json(outcome.sms, 200);
  })
  .delete('/sign-in/challenge', async (c) => {
    await cancelSignIn(c.var.deps, readToken(c, 'challenge'));
    clear(c, 'challenge');
    return c.json({ cancelled: true }, 200);
  });

/** The view of the state that this answer brings about, whatever cookies the request came with. */
function viewWith(c: HonoContext<Context>, tokens: { sessionToken?: string; challengeToken?: string }) {
  return describeSession(c.var.deps, {
    sessionToken: tokens.sessionToken ?? null,
    challengeToken: tokens.challengeToken ?? null,
  });
}
