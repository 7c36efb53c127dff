import { createHmac } from 'node:crypto';
import { codeAt, secretIn } from './code.ts';
import {
  type Answered,
  type Call,
  loginOf,
  type MoreRoutes,
  ORIGIN,
  PASSWORD,
  phoneLoginOf,
  plainTokenOf,
  type Routes,
  recoveryCodeOf,
  tokenOf,
} from './protocol.ts';

const { host } = new URL(ORIGIN);
const json = { 'content-type': 'application/json', origin: ORIGIN, host, 'sec-fetch-site': 'same-origin' };
const get = (path: string, cookie: string): Call => ({ method: 'GET', path, headers: { cookie, host } });
const post = (path: string, body: object, cookie = ''): Call => ({
  method: 'POST',
  path,
  headers: cookie === '' ? json : { ...json, cookie },
  body: JSON.stringify(body),
});
const guess = (right: boolean) => (right ? PASSWORD : 'somebody guessed this one');
const fieldOf = (answer: Answered, name: string) => String(JSON.parse(answer.body)[name]);
const answerPath = '/api/sign-in/challenge/answer';

export const ours: MoreRoutes = {
  session: (account) => get('/api/session', `session=${tokenOf(account)}`),
  password: (account, right) => post('/api/sign-in', { login: loginOf(account), password: guess(right) }),
  answer: (cookies, code) => post(answerPath, { method: 'otp', code }, cookies),
  sendSms: (cookies) => post('/api/sign-in/challenge/sms', {}, cookies),
  answerSms: (cookies, code) => post(answerPath, { method: 'sms', code }, cookies),
  begin: (account) => post('/api/enrolments', { kind: 'app' }, `session=${plainTokenOf(account)}`),
  confirm: (account, begun) =>
    post(
      `/api/enrolments/${fieldOf(begun, 'id')}/confirm`,
      { code: codeAt(Date.now(), fieldOf(begun, 'key')) },
      `session=${plainTokenOf(account)}`,
    ),
  recover: (cookies, account) => post(answerPath, { method: 'recovery', code: recoveryCodeOf(account) }, cookies),
  replaceRecovery: (cookies) => post('/api/recovery-code', {}, cookies),
};

export const floor: Routes = {
  session: (account) => get('/session', `session=${tokenOf(account)}`),
  password: (account, right) => post('/sign-in', { login: loginOf(account), password: guess(right) }),
  answer: (cookies, code) => post('/answer', { code }, cookies),
};

const PEER_SECRET = 'a secret of the benchmark, at least 32 characters';
/** Its session cookies are signed by value; the seeded ones are signed here as it would. */
function peerCookie(value: string): string {
  const signature = createHmac('sha256', PEER_SECRET).update(value).digest('base64');
  return `better-auth.session_token=${encodeURIComponent(`${value}.${signature}`)}`;
}
const peerPlain = (account: number) => peerCookie(`plain-${plainTokenOf(account)}`);

export const peer: MoreRoutes = {
  session: (account) => get('/api/auth/get-session', peerCookie(`seed-${tokenOf(account)}`)),
  password: (account, right) => post('/api/auth/sign-in/email', { email: loginOf(account), password: guess(right) }),
  answer: (cookies, code) => post('/api/auth/two-factor/verify-totp', { code }, cookies),
  sendSms: (cookies) => post('/api/auth/two-factor/send-otp', {}, cookies),
  answerSms: (cookies, code) => post('/api/auth/two-factor/verify-otp', { code }, cookies),
  begin: (account) => post('/api/auth/two-factor/enable', { password: PASSWORD }, peerPlain(account)),
  confirm: (account, begun) =>
    post(
      '/api/auth/two-factor/verify-totp',
      { code: codeAt(Date.now(), secretIn(fieldOf(begun, 'totpURI'))) },
      peerPlain(account),
    ),
  recover: (cookies, account) =>
    post('/api/auth/two-factor/verify-backup-code', { code: recoveryCodeOf(account) }, cookies),
  replaceRecovery: null,
};

/** The same password step of an account that also has a phone. */
export const phonePassword = (routes: Routes, account: number): Call => {
  const call = routes.password(account, true);
  return { ...call, body: (call.body ?? '').replace(loginOf(account), phoneLoginOf(account)) };
};

export const hashAlone = (): Call => post('/hash', { password: PASSWORD });
export const threeWrites = (): Call => post('/three-writes', { code: '123456' });

/** As from a /24 of its own behind the trusted proxy, so that no throttle ends a storm. */
export const from = (call: Call, index: number): Call => ({
  ...call,
  headers: { ...call.headers, 'x-forwarded-for': `10.${index & 255}.${(index >> 8) & 255}.${index >> 16}` },
});
