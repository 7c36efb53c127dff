import type { Client, SecurityEvent, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import type { activity as fr } from '../fr/security-activity.ts';

const BY: Record<AuthenticationMethod, string> = {
  pwd: 'with the password',
  otp: 'with the app',
  sms: 'with a text message',
  recovery: 'with the recovery code',
};

const by = ({ method }: SecurityEvent) => (method ? ` ${BY[method]}` : '');

const which = ({ authenticatorKind: kind }: SecurityEvent, app: string, phone: string, either: string) =>
  kind === 'app' ? app : kind === 'phone' ? phone : either;

const because = ({ reason }: SecurityEvent) => (reason ? `: ${reason}` : '');

const sentence: Record<SecurityEventKind, (event: SecurityEvent) => string> = {
  'signed-in': (event) => `Signed in${by(event)}`,
  'signed-out': () => 'Signed out',
  'wrong-password': ({ count }) => (count > 1 ? `Incorrect passwords: ${count}` : 'Incorrect password'),
  'password-guessed': () => 'Somebody keeps trying passwords: a hundred more were incorrect',
  'wrong-code': (event) => `Incorrect code${by(event)}${event.count > 1 ? `, ${event.count} times` : ''}`,
  'second-factor-blocked': () => 'Codes refused for a while, after too many mistakes',
  'second-factor-disabled': () => 'Methods disabled after too many incorrect codes',
  'authenticator-added': (event) => which(event, 'App added', 'Phone added', 'Two-factor method added'),
  'authenticator-replaced': (event) =>
    which(event, 'App replaced', 'Phone number changed', 'Two-factor method replaced'),
  'authenticator-removed': (event) => which(event, 'App removed', 'Phone removed', 'Two-factor method removed'),
  'two-factor-turned-off': () => 'Two-factor authentication turned off',
  'recovery-code-issued': () => 'Recovery code shown',
  'recovery-code-saved': () => 'Recovery code saved',
  'recovery-code-replaced': () => 'Recovery code replaced',
  'recovery-code-used': () => 'Recovery code used to sign in',
  'session-ended': () => 'A browser was signed out',
  'sessions-ended': () => 'The other browsers were signed out',
  'password-changed': () => 'Password changed',
  'stepped-up': (event) => `Identity confirmed${by(event)}`,
  'account-created': () => 'Account created',
  'account-disabled': (event) => `Account suspended${because(event)}`,
  'account-enabled': (event) => `Account restored${because(event)}`,
  'two-factor-reset': (event) => `Two-factor authentication reset by support${because(event)}`,
  'login-changed': () => 'Login changed by support',
  'details-changed': () => 'Name or language changed by support',
  'account-erased': (event) => `Account erased${because(event)}`,
};

const BROWSER: Record<Client['browser'], string> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  safari: 'Safari',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  other: 'Unknown browser',
};

const PLATFORM: Record<Client['platform'], string | null> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
  android: 'Android',
  ios: 'iOS',
  chromeos: 'ChromeOS',
  other: null,
};

export const activity: typeof fr = {
  sentence,
  browser: ({ browser, platform }) => {
    const on = PLATFORM[platform];
    return on ? `${BROWSER[browser]} on ${on}` : BROWSER[browser];
  },
  network: (prefix) => `network ${prefix}`,
  methods: { pwd: 'password', otp: 'app', sms: 'text message', recovery: 'recovery code' },
};
