import type { SecurityEvent, SecurityEventKind } from '@wattsense/contract/security';
import { BROWSER_NAMES, PLATFORM_NAMES } from '../browser-names.ts';
import type { activity as fr, Said } from '../fr/security-activity.ts';

const because = ({ reason }: SecurityEvent) => (reason ? `: ${reason}` : '');

const sentence: Record<SecurityEventKind, (event: SecurityEvent, said: Said) => string> = {
  'signed-in': (_, { by }) => `Signed in${by}`,
  'signed-out': () => 'Signed out',
  'wrong-password': ({ count }) => (count > 1 ? `Incorrect passwords: ${count}` : 'Incorrect password'),
  'password-guessed': () => 'Somebody keeps trying passwords: a hundred more were incorrect',
  'wrong-code': ({ count }, { by }) => `Incorrect code${by}${count > 1 ? `, ${count} times` : ''}`,
  'second-factor-blocked': () => 'Codes refused for a while, after too many mistakes',
  'second-factor-disabled': () => 'Methods disabled after too many incorrect codes',
  'authenticator-added': (_, { changed }) => changed?.added ?? 'Two-factor method added',
  'authenticator-replaced': (_, { changed }) => changed?.replaced ?? 'Two-factor method replaced',
  'authenticator-removed': (_, { changed }) => changed?.removed ?? 'Two-factor method removed',
  'two-factor-turned-off': () => 'Two-factor authentication turned off',
  'recovery-code-issued': () => 'Recovery code shown',
  'recovery-code-saved': () => 'Recovery code saved',
  'recovery-code-replaced': () => 'Recovery code replaced',
  'recovery-code-used': () => 'Recovery code used to sign in',
  'session-ended': () => 'A browser was signed out',
  'sessions-ended': () => 'The other browsers were signed out',
  'password-changed': () => 'Password changed',
  'stepped-up': (_, { by }) => `Identity confirmed${by}`,
  'account-created': () => 'Account created',
  'account-disabled': (event) => `Account suspended${because(event)}`,
  'account-enabled': (event) => `Account restored${because(event)}`,
  'two-factor-reset': (event) => `Two-factor authentication reset by support${because(event)}`,
  'login-changed': () => 'Login changed by support',
  'details-changed': () => 'Name or language changed by support',
  'account-erased': (event) => `Account erased${because(event)}`,
};

export const activity: typeof fr = {
  sentence,
  browser: ({ browser, platform }) => {
    const name = BROWSER_NAMES[browser] ?? 'Unknown browser';
    const on = PLATFORM_NAMES[platform];
    return on ? `${name} on ${on}` : name;
  },
  network: (prefix) => `network ${prefix}`,
  methods: {
    pwd: { name: 'password', by: 'with the password' },
    recovery: { name: 'recovery code', by: 'with the recovery code' },
  },
};
