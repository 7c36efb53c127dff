import { changePasswordRequest, changedPassword as endedSessions } from '@wattsense/contract/password';
import { acknowledgeRecoveryCodeRequest, recoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { securityView } from '@wattsense/contract/security';
import { steppedUp, stepUpOffers, stepUpRequest, stepUpSms } from '@wattsense/contract/step-up';
import { Hono, type Context as HonoContext } from 'hono';
import { changePassword } from '../flows/password/change-password.ts';
import type { ChangeOutcome } from '../flows/protection/change-protection.ts';
import { describeSecurity } from '../flows/protection/describe-security.ts';
import { removeAuthenticator, turnOffTwoFactor } from '../flows/protection/turn-off-two-factor.ts';
import { acknowledgeRecoveryCode, replaceRecoveryCode } from '../flows/recovery-code/replace-recovery-code.ts';
import { sendStepUpSms } from '../flows/sms/send-step-up-sms.ts';
import { describeStepUp } from '../flows/step-up/describe-step-up.ts';
import { stepUp } from '../flows/step-up/step-up.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { clear, writeSession } from './cookies.ts';
import { done, GUESS, SEND, STEP_UP } from './description.ts';
import { isId, knownId } from './known-id.ts';
import { answerProblem } from './problem-response.ts';
import { signedIn } from './signed-in.ts';

export const securityRoutes = new Hono<Context>()
  .get('/security', signedIn({ summary: 'What the Security tab shows.', answers: { 200: securityView } }), async (c) =>
    c.json(await describeSecurity(c.get('deps'), c.get('session')), 200),
  )
  .delete(
    '/authenticators/:id',
    signedIn({ summary: 'Remove one authenticator.', answers: { 200: endedSessions }, problems: STEP_UP }),
    knownId,
    async (c) => {
      const { deps, session, requester } = c.var;
      return answerChange(c, await removeAuthenticator(deps, session, c.req.param('id'), requester));
    },
  )
  .delete(
    '/two-factor',
    signedIn({ summary: 'Turn two-factor off.', answers: { 200: endedSessions }, problems: STEP_UP }),
    async (c) => {
      return answerChange(c, await turnOffTwoFactor(c.get('deps'), c.get('session'), c.get('requester')));
    },
  )
  .post(
    '/password',
    signedIn({
      summary: 'Change the password.',
      answers: { 200: endedSessions },
      problems: ['password-refused', ...STEP_UP],
    }),
    body(changePasswordRequest),
    async (c) => {
      const { deps, session, requester } = c.var;
      return answerChange(c, await changePassword(deps, session, c.req.valid('json').newPassword, requester));
    },
  )
  .post(
    '/recovery-code',
    signedIn({
      summary: 'Replace the recovery code; the fresh one is shown this once.',
      duringRecovery: true,
      answers: { 201: recoveryCodeOnce },
      problems: STEP_UP,
    }),
    async (c) => {
      const outcome = await replaceRecoveryCode(c.get('deps'), c.get('session'), c.get('requester'));
      switch (outcome.kind) {
        case 'refused':
          return answerProblem(c, outcome.refusal);
        case 'lapsed':
          clear(c, 'session');
          return answerProblem(c, { type: 'not-signed-in' });
        case 'issued':
          return c.json(outcome.code, 201);
      }
    },
  )
  .post(
    '/recovery-code/acknowledge',
    signedIn({
      summary: 'The owner has saved the recovery code.',
      answers: { 200: done('saved') },
      problems: ['conflict'],
    }),
    body(acknowledgeRecoveryCodeRequest),
    async (c) => {
      const { deps, session, requester } = c.var;
      const { id } = c.req.valid('json');
      if (!isId(id)) return answerProblem(c, { type: 'malformed', fields: ['id'] });
      const outcome = await acknowledgeRecoveryCode(deps, session, id, requester);
      return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json({ saved: true }, 200);
    },
  )
  .post(
    '/step-up',
    signedIn({
      summary: 'A fresh proof before a sensitive change.',
      answers: { 200: steppedUp },
      problems: [
        'wrong-credentials',
        'wrong-code',
        'no-code-sent',
        'passkeys-not-offered',
        'challenge-over',
        'too-many-attempts',
        ...GUESS,
      ],
    }),
    body(stepUpRequest, 'stepUp'),
    async (c) => {
      const outcome = await stepUp(c.get('deps'), c.get('session'), c.req.valid('json'), c.get('requester'));
      if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
      writeSession(c, outcome.token);
      return c.json({ validForSeconds: outcome.validForSeconds }, 200);
    },
  )
  .post(
    '/step-up/offers',
    signedIn({
      summary: 'What may accompany the password in a step-up, with what each is answered to; nothing is sent.',
      answers: { 200: stepUpOffers },
      problems: ['challenge-over', 'cannot-verify', 'passkeys-not-offered'],
    }),
    async (c) => {
      const outcome = await describeStepUp(c.get('deps'), c.get('session'), c.get('requester'));
      return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json({ methods: outcome.methods }, 200);
    },
  )
  .post(
    '/step-up/sms',
    signedIn({
      summary: 'Send the code for a step-up.',
      answers: { 200: stepUpSms },
      problems: ['challenge-over', ...SEND],
    }),
    async (c) => {
      const outcome = await sendStepUpSms(c.get('deps'), c.get('session'), c.get('requester'));
      if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
      return c.json({ phoneHint: outcome.phoneHint, sms: outcome.sms }, 200);
    },
  );

/** After a change of authenticators or password the session goes on with a new token. */
function answerChange(c: HonoContext<Context>, outcome: ChangeOutcome) {
  if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
  writeSession(c, outcome.token);
  return c.json({ endedSessions: outcome.endedSessions }, 200);
}
