import { PROBLEM_STATUS, type Problem, type ProblemType } from '@wattsense/contract/problem';
import type { Context as HonoContext } from 'hono';
import type { Refusal } from '../flows/outcome.ts';
import type { Context } from './context.ts';

/** Short and in English, for developers; people get a sentence in their language by `type`. */
const TITLES: Readonly<Record<ProblemType, string>> = {
  'not-signed-in': 'Not signed in',
  'wrong-credentials': 'Wrong login or password',
  'wrong-code': 'Wrong code',
  'step-up-required': 'A fresh proof is needed',
  'level-required': 'A higher assurance level is needed',
  'wrong-origin': 'The request does not come from the console',
  'not-found': 'Not found',
  'method-not-allowed': 'Method not allowed',
  conflict: 'The state changed or does not allow this',
  'challenge-over': 'The sign-in is over: begin again',
  'recovery-code-in-use': 'The recovery code is reserved for a sign-in under way',
  'no-code-sent': 'No text message was sent for this: ask for one',
  'enrolment-over': 'The enrolment is over: begin again',
  'too-large': 'The body is too large',
  'unsupported-media-type': 'The body must be application/json',
  'wrong-host': 'The console is not served under this host',
  malformed: 'The request is malformed',
  'phone-refused': 'This number cannot be used',
  'password-refused': 'This password cannot be used',
  'sms-not-offered': 'Text messages are not offered here',
  'too-many-attempts': 'Too many attempts',
  'second-factor-blocked': 'Too many wrong codes: wait',
  'second-factor-disabled': 'The second factor was disabled after too many wrong codes',
  'too-many-messages': 'Too many text messages: wait',
  unexpected: 'Something went wrong',
  'cannot-verify': 'The second factor cannot be verified now',
  busy: 'Busy: try again in a moment',
  'upgrade-under-way': 'The console is being upgraded: try again in a few minutes',
  'sms-not-sent': 'The text message could not be sent',
};

/** Answers a refusal as `application/problem+json` (RFC 9457), with `Retry-After` where there is a wait. */
export function answerProblem(c: HonoContext<Context>, refusal: Refusal) {
  c.set('problem', refusal.type);
  const status = PROBLEM_STATUS[refusal.type];
  const retry: Record<string, string> =
    'retryAfterSeconds' in refusal ? { 'Retry-After': String(refusal.retryAfterSeconds) } : {};
  const problem = { ...refusal, title: TITLES[refusal.type], status, requestId: c.get('requestId') } as Problem;
  return c.json(problem, status, { 'Content-Type': 'application/problem+json', ...retry });
}
