import { beginEnrolmentRequest, confirmEnrolmentRequest } from '@wattsense/contract/enrolments';
import { Hono } from 'hono';
import { beginEnrolment } from '../flows/enrolment/begin-enrolment.ts';
import { cancelEnrolment } from '../flows/enrolment/cancel-enrolment.ts';
import { confirmEnrolment } from '../flows/enrolment/confirm-enrolment.ts';
import { sendEnrolmentSms } from '../flows/sms/send-enrolment-sms.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { writeSession } from './cookies.ts';
import { knownId } from './known-id.ts';
import { answerProblem } from './problem-response.ts';
import { signedIn } from './signed-in.ts';

export const enrolmentRoutes = new Hono<Context>()
  .post('/enrolments', signedIn(), body(beginEnrolmentRequest), async (c) => {
    const { deps, session, requester } = c.var;
    const outcome = await beginEnrolment(deps, session, c.req.valid('json'), requester);
    if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
    return c.json(outcome.enrolment, outcome.resumed ? 200 : 201);
  })
  .post('/enrolments/:id/sms', signedIn(), knownId, async (c) => {
    const { deps, session, requester } = c.var;
    const outcome = await sendEnrolmentSms(deps, session, c.req.param('id'), requester);
    return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json(outcome.sms, 200);
  })
  .post('/enrolments/:id/confirm', signedIn(), knownId, body(confirmEnrolmentRequest), async (c) => {
    const { deps, session, requester } = c.var;
    const outcome = await confirmEnrolment(deps, session, c.req.param('id'), c.req.valid('json').code, requester);
    if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
    writeSession(c, outcome.token);
    return c.json(outcome.answer, 200);
  })
  .delete('/enrolments/:id', signedIn(), knownId, async (c) => {
    const outcome = await cancelEnrolment(c.get('deps'), c.get('session'), c.req.param('id'));
    return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json({ cancelled: true }, 200);
  });
