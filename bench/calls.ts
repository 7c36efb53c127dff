import { createHmac } from 'node:crypto';
import { type Call, loginOf, ORIGIN, PASSWORD, type Routes, tokenOf } from './protocol.ts';

const json = {
  'content-type': 'application/json',
  origin: ORIGIN,
  host: new URL(ORIGIN).host,
  'sec-fetch-site': 'same-origin',
};
const get = (path: string, cookie: string): Call => ({
  method: 'GET',
  path,
  headers: { cookie, host: new URL(ORIGIN).host },
});
const post = (path: string, body: object, cookie = ''): Call => ({
  method: 'POST',
  path,
  headers: cookie === '' ? json : { ...json, cookie },
  body: JSON.stringify(body),
});
const wrong = 'somebody guessed this one';

export const ours: Routes = {
  session: (account) => get('/api/session', `session=${tokenOf(account)}`),
  password: (account, right) => post('/api/sign-in', { login: loginOf(account), password: right ? PASSWORD : wrong }),
  answer: (cookies, code) => post('/api/sign-in/challenge/answer', { method: 'otp', code }, cookies),
};

export const floor: Routes = {
  session: (account) => get('/session', `session=${tokenOf(account)}`),
  password: (account, right) => post('/sign-in', { login: loginOf(account), password: right ? PASSWORD : wrong }),
  answer: (cookies, code) => post('/answer', { code }, cookies),
};

const PEER_SECRET = 'a secret of the benchmark, at least 32 characters';

/** Its session cookies are signed by value; the seeded ones are signed here as it would. */
export const peer: Routes = {
  session: (account) => {
    const value = `seed-${tokenOf(account)}`;
    const signature = createHmac('sha256', PEER_SECRET).update(value).digest('base64');
    return get('/api/auth/get-session', `better-auth.session_token=${encodeURIComponent(`${value}.${signature}`)}`);
  },
  password: (account, right) =>
    post('/api/auth/sign-in/email', { email: loginOf(account), password: right ? PASSWORD : wrong }),
  answer: (cookies, code) => post('/api/auth/two-factor/verify-totp', { code }, cookies),
};

export const hashAlone = (): Call => post('/hash', { password: PASSWORD });
export const threeWrites = (): Call => post('/three-writes', { code: '123456' });
