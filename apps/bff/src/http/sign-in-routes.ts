import { sessionView } from '@wattsense/contract/session';
import { answerRequest, signInRequest } from '@wattsense/contract/sign-in';
import { smsProgress } from '@wattsense/contract/sms';
import { Hono } from 'hono';
import { authenticatedView } from '../flows/session/describe-session.ts';
import { cancelSignIn } from '../flows/session/end-sessions.ts';
import { answerChallenge } from '../flows/sign-in/answer-challenge.ts';
import { signInWithPassword } from '../flows/sign-in/sign-in-with-password.ts';
import { sendChallengeSms } from '../flows/sms/send-challenge-sms.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { clear, readToken, writeChallenge, writeSignIn } from './cookies.ts';
import { anyone, challenged, done, GUESS, SEND } from './description.ts';
import { answerProblem } from './problem-response.ts';

export const signInRoutes = new Hono<Context>()
  .post(
    '/sign-in',
    anyone({
      summary: 'First step: login and password. Answers with a session or with a challenge.',
      answers: { 200: sessionView },
      problems: ['wrong-credentials', 'too-many-attempts', 'cannot-verify'],
    }),
    body(signInRequest),
    async (c) => {
      const challengeToken = readToken(c, 'challenge');
      const { requester, deps } = c.var;
      const outcome = await signInWithPassword(deps, { ...c.req.valid('json'), requester, challengeToken });
      switch (outcome.kind) {
        case 'refused':
          return answerProblem(c, outcome.refusal);
        case 'challenged':
          writeChallenge(c, outcome.token, outcome.lifeSeconds);
          return c.json(outcome.view, 200);
        case 'signed-in':
          writeSignIn(c, outcome.session);
          return c.json(authenticatedView(deps, outcome.session.live, outcome.session.notices), 200);
      }
    },
  )
  .post(
    '/sign-in/challenge/answer',
    challenged({
      summary: 'Second step: a code of the app, of a text message, or the recovery code.',
      answers: { 200: sessionView },
      problems: [
        'wrong-code',
        'recovery-code-in-use',
        'no-code-sent',
        'sms-not-offered',
        'passkeys-not-offered',
        ...GUESS,
      ],
    }),
    body(answerRequest, 'answer'),
    async (c) => {
      const { requester, deps } = c.var;
      const challengeToken = readToken(c, 'challenge');
      const outcome = await answerChallenge(deps, { proof: c.req.valid('json'), requester, challengeToken });
      if (outcome.kind === 'refused') {
        // The one that used up the tries ended the challenge. Of a token that is over or unknown nothing is taken away:
        // another tab may have got the next one while this was under way.
        if (outcome.refusal.type === 'wrong-code' && outcome.refusal.attemptsLeft === 0) clear(c, 'challenge');
        return answerProblem(c, outcome.refusal);
      }
      writeSignIn(c, outcome.session);
      return c.json(authenticatedView(deps, outcome.session.live, outcome.session.notices), 200);
    },
  )
  .post(
    '/sign-in/challenge/sms',
    challenged({ summary: 'Send or resend the code by text message.', answers: { 200: smsProgress }, problems: SEND }),
    async (c) => {
      const outcome = await sendChallengeSms(c.get('deps'), readToken(c, 'challenge'), c.get('requester'));
      return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json(outcome.sms, 200);
    },
  )
  .delete(
    '/sign-in/challenge',
    anyone({ summary: 'Back to the start.', answers: { 200: done('cancelled') } }),
    async (c) => {
      // Its cookie stays: whoever enters the password again goes on with it, and the code on the phone still counts.
      await cancelSignIn(c.get('deps'), readToken(c, 'challenge'));
      return c.json({ cancelled: true }, 200);
    },
  );
