/** Who may call a route. `session` is a live one of the level that its account demands. */
export type Caller =
  | 'anyone'
  | 'challenge'
  | 'session'
  | 'session or pending recovery'
  | 'holder of the message'
  | 'holder of a link';

export interface PinnedRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As the router has it. */
  readonly path: string;
  readonly who: Caller;
  /** Refused with `step-up-required` when the session's proofs are older than ten minutes. */
  readonly stepUp?: true;
  /** A body that the contract takes; absent: the route reads none. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** May answer with a new session token. */
  readonly setsSession?: true;
}

const ID = '00000000-0000-7000-8000-000000000000';

/** Every route of the API. Whoever adds one says here who may call it; `routes.test.ts` then holds it to that. */
export const API_ROUTES: readonly PinnedRoute[] = [
  { method: 'GET', path: '/api/session', who: 'anyone' },
  { method: 'GET', path: '/api/openapi.json', who: 'anyone' },
  { method: 'DELETE', path: '/api/session', who: 'anyone' },
  { method: 'DELETE', path: '/api/sessions/:id', who: 'session' },
  { method: 'DELETE', path: '/api/sessions', who: 'session' },
  {
    method: 'POST',
    path: '/api/notices/seen',
    who: 'session',
    body: { seenAt: '2026-01-01T00:00:00.000Z' },
  },
  { method: 'GET', path: '/api/sms/:id', who: 'holder of the message' },
  { method: 'POST', path: '/api/language', who: 'anyone', body: { language: 'en' } },
  {
    method: 'POST',
    path: '/api/sign-in',
    who: 'anyone',
    body: { login: 'nobody@example.com', password: 'not the password' },
    setsSession: true,
  },
  {
    method: 'POST',
    path: '/api/sign-in/challenge/answer',
    who: 'challenge',
    body: { method: 'otp', code: '000000' },
    setsSession: true,
  },
  { method: 'POST', path: '/api/sign-in/challenge/sms', who: 'challenge' },
  { method: 'DELETE', path: '/api/sign-in/challenge', who: 'anyone' },
  { method: 'POST', path: '/api/enrolments', who: 'session', body: { kind: 'app' }, stepUp: true },
  { method: 'POST', path: '/api/enrolments/:id/sms', who: 'session' },
  {
    method: 'POST',
    path: '/api/enrolments/:id/confirm',
    who: 'session',
    body: { code: '000000' },
    setsSession: true,
  },
  { method: 'DELETE', path: '/api/enrolments/:id', who: 'session' },
  { method: 'GET', path: '/api/security', who: 'session' },
  { method: 'DELETE', path: '/api/authenticators/:id', who: 'session', stepUp: true, setsSession: true },
  { method: 'DELETE', path: '/api/two-factor', who: 'session', stepUp: true, setsSession: true },
  {
    method: 'POST',
    path: '/api/password',
    who: 'session',
    body: { newPassword: 'another lantern in the meadow' },
    stepUp: true,
    setsSession: true,
  },
  {
    method: 'POST',
    path: '/api/recovery-code',
    who: 'session or pending recovery',
    stepUp: true,
  },
  { method: 'POST', path: '/api/recovery-code/acknowledge', who: 'session', body: { id: ID } },
  {
    method: 'POST',
    path: '/api/step-up',
    who: 'session',
    body: { password: 'not the password', answer: { method: 'otp', code: '000000' } },
    setsSession: true,
  },
  { method: 'POST', path: '/api/step-up/offers', who: 'session' },
  { method: 'POST', path: '/api/step-up/sms', who: 'session' },
  {
    method: 'POST',
    path: '/api/password-link',
    who: 'holder of a link',
    body: { token: 'a'.repeat(43), newPassword: 'another lantern in the meadow' },
  },
];

/** What is not of the API: each with its own walls, tested where they are. */
export const OTHER_ROUTES: readonly string[] = [
  'GET /healthz',
  'GET /readyz',
  'GET /auth/verify',
  'GET /auth/return',
  'GET /.well-known/change-password',
  'POST /webhooks/vonage/status',
];

/** With a built SPA to serve. */
export const PAGE_ROUTES: readonly string[] = [
  'GET /',
  'GET /console',
  'GET /console/assets/*',
  'GET /console/:file{[a-z0-9-]+\\.(svg|ico|txt|webmanifest)}',
  'GET /console/set-password',
  'GET /console/*',
  'POST /console/*',
];

export const nameOf = ({ method, path }: Pick<PinnedRoute, 'method' | 'path'>) => `${method} ${path}`;

/** A path to call, with an id in place. */
export const pathOf = (route: PinnedRoute, id = ID) => route.path.replace(':id', id);

/** The pinned route that a request went to. */
export function routeOf(method: string, path: string): PinnedRoute | undefined {
  const [bare = ''] = path.split('?');
  return API_ROUTES.find(
    (route) => route.method === method && new RegExp(`^${route.path.replace(':id', '[^/]+')}$`).test(bare),
  );
}
