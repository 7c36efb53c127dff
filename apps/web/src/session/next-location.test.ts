import type { AnonymousView, AuthenticatedView, ChallengedView } from '@wattsense/contract/session';
import { describe, expect, it } from 'vitest';
import { allowedNext, nextLocation, type Where } from './next-location.ts';

const supportUrl = 'mailto:support@example.com';
const anonymous: AnonymousView = { state: 'anonymous', supportUrl };
const challenged: ChallengedView = {
  state: 'challenged',
  supportUrl,
  login: 'a.martin@example.com',
  expiresInSeconds: 600,
  attemptsLeft: 5,
  methods: [{ method: 'otp' }, { method: 'recovery' }],
  unusable: [],
  resumed: false,
};
const signedIn: AuthenticatedView = {
  state: 'authenticated',
  supportUrl,
  account: { id: 'a', login: 'a.martin@example.com', name: 'Alice Martin', language: 'fr' },
  assuranceLevel: 'aal2',
  twoFactorOn: true,
  protection: {
    app: 'usable',
    phone: 'none',
    passkey: 'none',
    smsOffered: true,
    passkeysOffered: false,
    recoveryCodeSaved: true,
  },
  byRecovery: 'none',
  notices: [],
};
const pending: AuthenticatedView = { ...signedIn, byRecovery: 'pending' };
const finished: AuthenticatedView = { ...signedIn, byRecovery: 'finished' };
const views = { anonymous, challenged, signedIn, pending, finished };

function at(address: string): Where {
  const { pathname, search, hash } = new URL(address, 'https://console.example.com');
  return { pathname, search, hash };
}

const DEEP = '/console/security?tab=2#events';
const NEXT = `next=${encodeURIComponent(DEEP)}`;
const BACK = `next=${encodeURIComponent('/auth/return?to=%2Fplan.html%3Ffloor%3D2')}`;

describe('where a person belongs', () => {
  it.each<[keyof typeof views, string, string | null]>([
    ['anonymous', '/console/sign-in', null],
    ['anonymous', '/console/', '/console/sign-in'],
    ['anonymous', '/console', '/console/sign-in'],
    ['anonymous', DEEP, `/console/sign-in?${NEXT}`],
    ['anonymous', '/console/sign-in/challenge', '/console/sign-in'],
    ['anonymous', `/console/sign-in/challenge?${NEXT}`, `/console/sign-in?${NEXT}`],
    ['anonymous', '/console/recovered', '/console/sign-in'],
    ['challenged', '/console/sign-in', null],
    ['challenged', '/console/sign-in/challenge', null],
    ['challenged', '/console/', '/console/sign-in/challenge'],
    ['challenged', DEEP, `/console/sign-in/challenge?${NEXT}`],
    ['challenged', '/console/recovered', '/console/sign-in/challenge'],
    ['signedIn', '/console/', null],
    ['signedIn', DEEP, null],
    ['signedIn', '/console/no-such-page', null],
    ['signedIn', '/console/sign-in', '/console/'],
    ['signedIn', '/console/sign-in/', '/console/'],
    ['signedIn', `/console/sign-in?${NEXT}`, DEEP],
    ['signedIn', `/console/sign-in/challenge?${NEXT}`, DEEP],
    ['signedIn', '/console/recovered', '/console/'],
    ['anonymous', `/console/sign-in?${BACK}`, null],
    ['challenged', `/console/sign-in?${BACK}`, null],
    ['signedIn', `/console/sign-in?${BACK}`, '/auth/return?to=%2Fplan.html%3Ffloor%3D2'],
    ['signedIn', `/console/sign-in/challenge?${BACK}`, '/auth/return?to=%2Fplan.html%3Ffloor%3D2'],
    ['pending', `/console/sign-in/challenge?${BACK}`, '/console/recovered'],
    ['pending', '/console/recovered', null],
    ['pending', '/console/', '/console/recovered'],
    ['pending', DEEP, '/console/recovered'],
    ['pending', `/console/sign-in/challenge?${NEXT}`, '/console/recovered'],
    ['finished', '/console/recovered', null],
    ['finished', '/console/security', null],
    ['finished', '/console/sign-in', '/console/'],
  ])('%s at %s: %s', (view, address, expected) => {
    expect(nextLocation(views[view], at(address))).toBe(expected);
  });

  it('C033: is one step away from anywhere, in every state', () => {
    const addresses = ['/console/', '/console/sign-in', '/console/sign-in/challenge', '/console/recovered', DEEP];
    for (const view of Object.values(views)) {
      for (const address of addresses) {
        const next = nextLocation(view, at(address));
        if (next !== null) expect(nextLocation(view, at(next)), `${view.state} from ${address}`).toBeNull();
      }
    }
  });
});

describe('C090: the page to go on to', () => {
  it.each([
    '/console/security',
    '/console/security?tab=2#events',
    '/console/',
    '/console/profile?to=https%3A%2F%2Fevil.example',
    '/auth/return?to=%2Fplan.html',
  ])('may be %s', (next) => {
    expect(allowedNext(next)).toBe(next);
  });

  it.each([
    null,
    '',
    '//evil.example',
    'https:evil.example',
    'https://evil.example/console/',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/console/\\..\\..\\evil',
    '/console/../evil',
    '/console/%2e%2e/evil',
    '/console//../../evil',
    '/consolex',
    '/other',
    '/console/\n//evil.example',
    ' /console/',
    '/console/sign-in',
    '/console/sign-in/challenge?next=/console/',
    '/console/x/../sign-in',
    '/auth/verify',
    '/auth/returned',
    '/auth/return/x',
    '/auth/return/../verify',
    '//evil.example/auth/return',
    '/auth/return\\..\\..\\evil',
  ])('is the home page instead of %j', (next) => {
    expect(allowedNext(next)).toBe('/console/');
  });
});
