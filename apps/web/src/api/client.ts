import type { AppType } from '@wattsense/bff/app';
import type { BeginEnrolmentRequest, ConfirmEnrolmentRequest } from '@wattsense/contract/enrolments';
import type { RedeemPasswordLinkRequest } from '@wattsense/contract/password';
import type { AnswerRequest, SignInRequest } from '@wattsense/contract/sign-in';
import type { StepUpRequest } from '@wattsense/contract/step-up';
import type { Language } from '@wattsense/contract/vocabulary';
import type { ClientResponse, hc } from 'hono/client';
import type { SuccessStatusCode } from 'hono/utils/http-status';
import { ProblemError, problemFrom, problemOfType } from './client-problem.ts';

/** Nobody is left to wait longer than that: whether it was done is then not known, and asking again is safe. */
const ANSWER_WITHIN_MS = 30_000;

interface Input {
  readonly param?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

async function send(method: string, path: string, { param = {}, json }: Input = {}): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(
      path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(param[name] ?? '')),
      {
        method,
        cache: 'no-store',
        signal: limit.signal,
        ...(json === undefined ? {} : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }),
      },
    );
    // Its body belongs to the answer: it may be waited for no longer either.
    return new Response(response.status === 204 ? null : await response.text(), { status: response.status });
  } catch {
    // fetch rejects for the network and the limit alone; an answer of any status resolves.
    throw new ProblemError({ type: 'offline', ...(navigator.onLine ? {} : { unsent: true }) });
  } finally {
    clearTimeout(timer);
  }
}

/** The addresses and methods of the server's own type, `bff.sessions[':id'].$delete`, as Hono's client has them. */
function addresses(path: string): unknown {
  return new Proxy(send, {
    get: (_, part: string) =>
      part.startsWith('$')
        ? (input?: Input) => send(part.slice(1).toUpperCase(), path, input)
        : addresses(`${path}/${part}`),
  });
}

// What Hono's client is at run time beyond this (queries, forms, sockets) is nothing that the first page should load.
const bff = addresses('/api') as ReturnType<typeof hc<AppType>>['api'];

/** What an endpoint answers when it does what it was asked. */
type Answer<R> = R extends ClientResponse<infer T, infer S, string> ? (S extends SuccessStatusCode ? T : never) : never;

/** An answer's body, or a `ProblemError`. */
async function unwrap<R extends ClientResponse<unknown>>(asked: Promise<R>): Promise<Answer<R>> {
  const response = await asked;
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ProblemError(problemFrom(response.status, body));
  // The endpoint's own type: `hc` gives it by status, and this is a status of success.
  return body as Answer<R>;
}

/**
 * A call that wants a session. On 401 the view is asked for once before giving up: another tab may
 * have raised the assurance and changed the token, and then the call is good as it is.
 */
async function call<R extends ClientResponse<unknown>>(ask: () => Promise<R>): Promise<Answer<R>> {
  try {
    return await unwrap(ask());
  } catch (error) {
    if (!problemOfType(error, 'not-signed-in')) throw error;
    const view = await api.session();
    if (view.state !== 'authenticated') throw error;
    return unwrap(ask());
  }
}

const { challenge } = bff['sign-in'];

/** The one door to the BFF: every call, each resolving to its answer or throwing a `ProblemError`. */
export const api = {
  session: () => unwrap(bff.session.$get()),
  chooseLanguage: (language: Language) => unwrap(bff.language.$post({ json: { language } })),
  signOut: () => unwrap(bff.session.$delete()),
  signIn: (json: SignInRequest) => unwrap(bff['sign-in'].$post({ json })),
  sendChallengeSms: () => unwrap(challenge.sms.$post()),
  answerChallenge: (json: AnswerRequest) => unwrap(challenge.answer.$post({ json })),
  cancelChallenge: () => unwrap(challenge.$delete()),

  security: () => call(() => bff.security.$get()),
  beginEnrolment: (json: BeginEnrolmentRequest) => call(() => bff.enrolments.$post({ json })),
  sendEnrolmentSms: (id: string) => call(() => bff.enrolments[':id'].sms.$post({ param: { id } })),
  confirmEnrolment: (id: string, json: ConfirmEnrolmentRequest) =>
    call(() => bff.enrolments[':id'].confirm.$post({ param: { id }, json })),
  cancelEnrolment: (id: string) => call(() => bff.enrolments[':id'].$delete({ param: { id } })),
  removeAuthenticator: (id: string) => call(() => bff.authenticators[':id'].$delete({ param: { id } })),
  turnOffTwoFactor: () => call(() => bff['two-factor'].$delete()),

  replaceRecoveryCode: () => call(() => bff['recovery-code'].$post()),
  acknowledgeRecoveryCode: (id: string) => call(() => bff['recovery-code'].acknowledge.$post({ json: { id } })),

  stepUp: (json: StepUpRequest) => call(() => bff['step-up'].$post({ json })),
  sendStepUpSms: () => call(() => bff['step-up'].sms.$post()),

  noticesSeen: (seenAt: string) => call(() => bff.notices.seen.$post({ json: { seenAt } })),
  endSession: (id: string) => call(() => bff.sessions[':id'].$delete({ param: { id } })),
  endOtherSessions: () => call(() => bff.sessions.$delete()),
  changePassword: (newPassword: string) => call(() => bff.password.$post({ json: { newPassword } })),

  redeemPasswordLink: (json: RedeemPasswordLinkRequest) => unwrap(bff['password-link'].$post({ json })),

  sms: (id: string) => unwrap(bff.sms[':id'].$get({ param: { id } })),
};
