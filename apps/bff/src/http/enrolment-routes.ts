import {
  beginEnrolmentRequest,
  confirmEnrolmentRequest,
  confirmedEnrolment,
  enrolment,
} from '@wattsense/contract/enrolments';
import { smsProgress } from '@wattsense/contract/sms';
import { Hono } from 'hono';
import { beginEnrolment } from '../flows/enrolment/begin-enrolment.ts';
import { cancelEnrolment } from '../flows/enrolment/cancel-enrolment.ts';
import { confirmEnrolment } from '../flows/enrolment/confirm-enrolment.ts';
import { sendEnrolmentSms } from '../flows/sms/send-enrolment-sms.ts';
import { body } from './body.ts';
import type { Context } from './context.ts';
import { writeSession } from './cookies.ts';
import { done, SEND, STEP_UP } from './description.ts';
import { knownId } from './known-id.ts';
import { answerProblem } from './problem-response.ts';
import { signedIn } from './signed-in.ts';

export const enrolmentRoutes = new Hono<Context>()
  .post(
    '/enrolments',
    signedIn({
      summary: 'Begin to add or replace an app, a phone or a passkey; beginning again resumes it.',
      answers: { 200: enrolment, 201: enrolment },
      problems: ['phone-refused', 'passkeys-not-offered', 'upgrade-under-way', ...SEND, ...STEP_UP],
    }),
    body(beginEnrolmentRequest, 'begin'),
    async (c) => {
      const { deps, session, requester } = c.var;
      const outcome = await beginEnrolment(deps, session, c.req.valid('json'), requester);
      if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
      return c.json(outcome.enrolment, outcome.resumed ? 200 : 201);
    },
  )
  .post(
    '/enrolments/:id/sms',
    signedIn({
      summary: 'Resend the code that proves the phone.',
      answers: { 200: smsProgress },
      problems: ['enrolment-over', ...SEND],
    }),
    knownId,
    async (c) => {
      const { deps, session, requester } = c.var;
      const outcome = await sendEnrolmentSms(deps, session, c.req.param('id'), requester);
      return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json(outcome.sms, 200);
    },
  )
  .post(
    '/enrolments/:id/confirm',
    signedIn({
      summary:
        'Prove the authenticator with a code, or with what it made. The first one brings the recovery code, shown this once.',
      answers: { 200: confirmedEnrolment },
      problems: [
        'wrong-code',
        'no-code-sent',
        'enrolment-over',
        'conflict',
        'cannot-verify',
        'upgrade-under-way',
        'passkeys-not-offered',
      ],
    }),
    knownId,
    body(confirmEnrolmentRequest, 'confirm'),
    async (c) => {
      const { deps, session, requester } = c.var;
      const outcome = await confirmEnrolment(deps, session, c.req.param('id'), c.req.valid('json'), requester);
      if (outcome.kind === 'refused') return answerProblem(c, outcome.refusal);
      writeSession(c, outcome.token);
      return c.json(outcome.answer, 200);
    },
  )
  .delete(
    '/enrolments/:id',
    signedIn({ summary: 'Cancel an enrolment.', answers: { 200: done('cancelled') }, problems: ['enrolment-over'] }),
    knownId,
    async (c) => {
      const outcome = await cancelEnrolment(c.get('deps'), c.get('session'), c.req.param('id'));
      return outcome.kind === 'refused' ? answerProblem(c, outcome.refusal) : c.json({ cancelled: true }, 200);
    },
  );
