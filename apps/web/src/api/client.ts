import type { BeginEnrolmentRequest, ConfirmedEnrolment, Enrolment } from '@wattsense/contract/enrolments';
import type { ChangedPassword } from '@wattsense/contract/password';
import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { SecurityView } from '@wattsense/contract/security';
import type { SessionView } from '@wattsense/contract/session';
import type { AnswerRequest, SignInRequest } from '@wattsense/contract/sign-in';
import type { SmsProgress } from '@wattsense/contract/sms';
import type { SteppedUp, StepUpRequest, StepUpSms } from '@wattsense/contract/step-up';
import { ProblemError, problemFrom, problemOfType } from './client-problem.ts';

type Method = 'GET' | 'POST' | 'DELETE';

async function send(method: Method, path: string, body?: object): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: body
        ? { accept: 'application/json', 'content-type': 'application/json' }
        : { accept: 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    // fetch rejects for the network alone; an answer of any status resolves.
    throw new ProblemError({ type: 'offline' });
  }
}

async function unwrap<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  const text = await response.text();
  const body: unknown = parse(text);
  if (!response.ok) throw new ProblemError(problemFrom(response.status, body));
  // The contract's word for it: both sides are typed by the same schemas.
  return body as T;
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A call that wants a session. On 401 the view is asked for once before giving up: another tab may
 * have raised the assurance and changed the token, and then the call is good as it is.
 */
async function call<T>(method: Method, path: string, body?: object): Promise<T> {
  const once = () => unwrap<T>(send(method, path, body));
  try {
    return await once();
  } catch (error) {
    if (!problemOfType(error, 'not-signed-in')) throw error;
    const view = await api.session();
    if (view.state !== 'authenticated') throw error;
    return once();
  }
}

const id = encodeURIComponent;

/** The one door to the BFF: every call, each resolving to the contract's answer or throwing a `ProblemError`. */
export const api = {
  session: () => unwrap<SessionView>(send('GET', '/api/session')),
  signOut: () => unwrap<void>(send('DELETE', '/api/session')),
  signIn: (request: SignInRequest) => unwrap<SessionView>(send('POST', '/api/sign-in', request)),
  sendChallengeSms: () => unwrap<SmsProgress>(send('POST', '/api/sign-in/challenge/sms')),
  answerChallenge: (request: AnswerRequest) =>
    unwrap<SessionView>(send('POST', '/api/sign-in/challenge/answer', request)),
  cancelChallenge: () => unwrap<void>(send('DELETE', '/api/sign-in/challenge')),

  security: () => call<SecurityView>('GET', '/api/security'),
  beginEnrolment: (request: BeginEnrolmentRequest) => call<Enrolment>('POST', '/api/enrolments', request),
  sendEnrolmentSms: (enrolment: string) => call<SmsProgress>('POST', `/api/enrolments/${id(enrolment)}/sms`),
  confirmEnrolment: (enrolment: string, code: string) =>
    call<ConfirmedEnrolment>('POST', `/api/enrolments/${id(enrolment)}/confirm`, {
      code,
    }),
  cancelEnrolment: (enrolment: string) => call<void>('DELETE', `/api/enrolments/${id(enrolment)}`),
  removeAuthenticator: (authenticator: string) => call<void>('DELETE', `/api/authenticators/${id(authenticator)}`),
  turnOffTwoFactor: () => call<void>('DELETE', '/api/two-factor'),

  replaceRecoveryCode: () => call<RecoveryCodeOnce>('POST', '/api/recovery-code'),
  acknowledgeRecoveryCode: (code: string) => call<void>('POST', '/api/recovery-code/acknowledge', { id: code }),

  stepUp: (request: StepUpRequest) => call<SteppedUp>('POST', '/api/step-up', request),
  sendStepUpSms: () => call<StepUpSms>('POST', '/api/step-up/sms'),

  endSession: (session: string) => call<void>('DELETE', `/api/sessions/${id(session)}`),
  endOtherSessions: () => call<void>('DELETE', '/api/sessions'),
  changePassword: (newPassword: string) => call<ChangedPassword>('POST', '/api/password', { newPassword }),

  sms: (sms: string) => unwrap<SmsProgress>(send('GET', `/api/sms/${id(sms)}`)),
};
