import type { AuthenticatedView, SessionView } from '@wattsense/contract/session';
import type { ChallengeMessage, SmsState } from '@wattsense/contract/sms';
import type { ChallengeMethod, StepUpMethod } from '@wattsense/contract/vocabulary';
import type { ClientProblemType } from '../../apps/web/src/api/client-problem.ts';
import type { EnrolmentPath } from '../../apps/web/src/authenticators/enrolment-paths.ts';
import type { paths } from '../../apps/web/src/paths.ts';
import type { securityPaths } from '../../apps/web/src/security/security-paths.ts';
import type { Words } from '../support/words.ts';

/** The names of the scenes that show a state, or why there is none of its own. */
export type Shown = readonly [string, ...string[]] | { readonly none: string };

type Path =
  | (typeof paths)[keyof typeof paths]
  | (typeof securityPaths)[keyof typeof securityPaths]
  | `${typeof paths.security}/${EnrolmentPath}`;

/** The sentence of such a problem stands where another problem's does, and is tested with its words. */
const like = (scene: string): Shown => ({ none: `another sentence in the place that ${scene} shows` });
const neverMet = { none: 'the console never asks so; any such answer reads as an unexpected failure' } as const;
const notShownYet: Shown = { none: 'the console has no pages for passkeys yet, and offers none' };

/**
 * Every state of the product and where it can be looked at. A state that is added to one of these unions and not
 * here does not compile.
 */
export const STATES = {
  session: {
    anonymous: ['sign-in'],
    challenged: ['challenge-app', 'challenge-sms'],
    authenticated: ['home-off', 'home-on', 'somebody-else'],
  } satisfies Record<SessionView['state'], Shown>,

  recovery: {
    none: ['home-on'],
    pending: ['recovered'],
    finished: ['security-after-recovery'],
  } satisfies Record<AuthenticatedView['byRecovery'], Shown>,

  method: {
    otp: ['challenge-app', 'challenge-app-busy', 'challenge-app-disabled'],
    sms: ['challenge-sms', 'challenge-app-and-phone'],
    passkey: notShownYet,
    recovery: ['challenge-recovery-code', 'challenge-recovery-code-too-short'],
  } satisfies Record<ChallengeMethod, Shown>,

  stepUp: {
    otp: ['step-up-app', 'step-up-wrong-password', 'step-up-lost', 'step-up-impossible'],
    sms: ['step-up-phone'],
    passkey: notShownYet,
    password: ['step-up-password-alone'],
  } satisfies Record<StepUpMethod | 'password', Shown>,

  message: {
    sending: ['challenge-sms-sending'],
    sent: ['challenge-sms-sent'],
    delivered: ['challenge-sms', 'enable-phone-code'],
    'not-delivered': ['challenge-sms-not-delivered'],
    'may-arrive': ['challenge-sms-may-arrive'],
    'not-sent': ['challenge-sms-not-sent', 'enable-phone-code-not-sent'],
    none: like('challenge-sms-held'),
    held: ['challenge-sms-held'],
  } satisfies Record<SmsState | ChallengeMessage['state'], Shown>,

  leaving: {
    'signed-out': ['sign-in-signed-out'],
    'session-over': ['sign-in-session-over'],
    'challenge-expired': ['sign-in-took-too-long'],
    'challenge-exhausted': like('sign-in-took-too-long'),
    'challenge-over': like('sign-in-took-too-long'),
    'no-cookies': like('sign-in-took-too-long'),
    recover: like('sign-in-took-too-long'),
  } satisfies Record<keyof Words['signIn']['reasons'], Shown>,

  page: {
    '/console/': ['home-off', 'home-on', 'home-code-unsaved', 'home-somebody-guessed', 'profile-menu'],
    '/console/sign-in': ['sign-in', 'sign-in-nothing-typed', 'sign-in-waits-for-its-code'],
    '/console/sign-in/challenge': ['challenge-app'],
    '/console/recovered': ['recovered'],
    '/console/set-password': ['set-password', 'set-password-done', 'set-password-dead-link'],
    '/console/profile': ['profile'],
    '/console/security': [
      ...([
        'security-off',
        'security-app',
        'security-phone',
        'security-app-and-phone',
        'security-code-unsaved',
        'security-code-taken-back',
      ] as const),
      ...(['security-phone-unfinished', 'security-app-disabled', 'security-just-enabled'] as const),
      ...(['security-just-disabled', 'security-long-name', 'security-whole-activity'] as const),
      ...(['disable-dialog', 'remove-dialog-last', 'remove-dialog-one-of-two', 'new-recovery-code-dialog'] as const),
    ],
    '/console/security/password': ['change-password', 'change-password-too-short'],
    '/console/security/enable': ['enable-choose'],
    '/console/security/app': ['enable-app', 'enable-app-all-unfolded', 'replace-app'],
    '/console/security/phone': ['enable-phone', 'change-number'],
    '/console/security/phone/code': ['enable-phone-code', 'enable-phone-code-wrong'],
    '/console/security/recovery-code': [
      'recovery-code',
      'recovery-code-ticked',
      'recovery-code-leaving',
      'recovery-code-missed',
    ],
    '*': ['page-not-found'],
  } satisfies Record<Path | '*', Shown>,

  problem: {
    'not-signed-in': ['sign-in-session-over'],
    'wrong-credentials': ['sign-in-wrong-password'],
    'wrong-code': ['challenge-app-wrong-code', 'enable-app-wrong-code', 'enable-phone-code-wrong'],
    'step-up-required': ['step-up-app'],
    'level-required': neverMet,
    'wrong-origin': neverMet,
    'not-found': ['set-password-dead-link'],
    'method-not-allowed': neverMet,
    conflict: like('security-cannot-be-read'),
    'challenge-over': ['sign-in-took-too-long'],
    'recovery-code-in-use': ['challenge-recovery-code-in-use'],
    'no-code-sent': like('challenge-sms-held'),
    'enrolment-over': ['enable-app-over'],
    'too-large': neverMet,
    'unsupported-media-type': neverMet,
    'wrong-host': neverMet,
    malformed: neverMet,
    'phone-refused': ['enable-phone-landline'],
    'password-refused': ['change-password-too-short', 'set-password-too-short'],
    'sms-not-offered': like('enable-phone-code-not-sent'),
    'passkeys-not-offered': notShownYet,
    'too-many-attempts': ['sign-in-too-many-attempts'],
    'second-factor-blocked': ['challenge-blocked'],
    'second-factor-disabled': ['challenge-app-disabled'],
    'too-many-messages': ['challenge-sms-too-many'],
    unexpected: like('sign-in-offline'),
    'cannot-verify': like('challenge-app-wrong-code'),
    busy: ['security-cannot-be-read'],
    'upgrade-under-way': { none: 'nothing that the console offers today needs all servers to be new' },
    'sms-not-sent': ['challenge-sms-not-sent', 'enable-phone-code-not-sent'],
    offline: ['sign-in-offline', 'start-without-server'],
  } satisfies Record<ClientProblemType, Shown>,
};
