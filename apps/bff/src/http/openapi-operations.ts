import {
  beginEnrolmentRequest,
  confirmEnrolmentRequest,
  confirmedEnrolment,
  enrolment,
} from '@wattsense/contract/enrolments';
import {
  changedPassword,
  changePasswordRequest,
  redeemedPasswordLink,
  redeemPasswordLinkRequest,
} from '@wattsense/contract/password';
import type { ProblemType } from '@wattsense/contract/problem';
import { acknowledgeRecoveryCodeRequest, recoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { securityView } from '@wattsense/contract/security';
import { languageChoice, noticesSeenRequest, sessionView } from '@wattsense/contract/session';
import { answerRequest, signInRequest } from '@wattsense/contract/sign-in';
import { smsProgress } from '@wattsense/contract/sms';
import { steppedUp, stepUpRequest, stepUpSms } from '@wattsense/contract/step-up';
import * as z from 'zod/mini';
import type { Operation } from './openapi-operation.ts';

const done = <T extends string>(what: T) => z.object({ [what]: z.literal(true) });
/** The change of a password ends other sessions, and so do the others. */
const endedSessions = changedPassword;

const STEP_UP: readonly ProblemType[] = ['step-up-required', 'conflict'];
const GUESS: readonly ProblemType[] = ['second-factor-blocked', 'second-factor-disabled', 'cannot-verify'];
const SEND: readonly ProblemType[] = ['sms-not-offered', 'too-many-messages', 'sms-not-sent', 'cannot-verify'];

const sessionOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/session',
    summary: 'The state that the client renders. Never counts as activity.',
    who: 'anyone',
    answers: { 200: sessionView },
  },
  {
    method: 'delete',
    path: '/api/session',
    summary: 'Sign out.',
    who: 'anyone',
    answers: { 200: done('signedOut') },
  },
  {
    method: 'delete',
    path: '/api/sessions/:id',
    summary: 'End one session of the account.',
    who: 'session',
    answers: { 200: endedSessions },
  },
  {
    method: 'delete',
    path: '/api/sessions',
    summary: 'End all other sessions of the account.',
    who: 'session',
    answers: { 200: endedSessions },
  },
  {
    method: 'post',
    path: '/api/notices/seen',
    summary: 'Say that the notices up to an instant were seen in this browser; no other browser forgets them.',
    who: 'session',
    request: noticesSeenRequest,
    answers: { 200: sessionView },
  },
  {
    method: 'get',
    path: '/api/sms/:id',
    summary: 'How a text message is getting on, for whoever holds what it was sent for.',
    who: 'anyone',
    answers: { 200: smsProgress },
  },
  {
    method: 'post',
    path: '/api/language',
    summary: 'The language of the pages: kept for the browser, and for the account of whoever is signed in.',
    who: 'anyone',
    request: languageChoice,
    answers: { 200: languageChoice },
  },
];

const signInOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/sign-in',
    summary: 'First step: login and password. Answers with a session or with a challenge.',
    who: 'anyone',
    request: signInRequest,
    answers: { 200: sessionView },
    problems: ['wrong-credentials', 'too-many-attempts'],
  },
  {
    method: 'post',
    path: '/api/sign-in/challenge/answer',
    summary: 'Second step: a code of the app, of a text message, or the recovery code.',
    who: 'challenge',
    request: answerRequest,
    answers: { 200: sessionView },
    problems: ['wrong-code', 'recovery-code-in-use', 'no-code-sent', 'sms-not-offered', ...GUESS],
  },
  {
    method: 'post',
    path: '/api/sign-in/challenge/sms',
    summary: 'Send or resend the code by text message.',
    who: 'challenge',
    answers: { 200: smsProgress },
    problems: SEND,
  },
  {
    method: 'delete',
    path: '/api/sign-in/challenge',
    summary: 'Back to the start.',
    who: 'anyone',
    answers: { 200: done('cancelled') },
  },
  {
    method: 'post',
    path: '/api/password-link',
    summary: 'Set a password with a one-time link. Never signs in.',
    who: 'anyone',
    request: redeemPasswordLinkRequest,
    answers: { 200: redeemedPasswordLink },
    problems: ['not-found', 'password-refused', 'conflict', 'too-many-attempts'],
  },
];

const enrolmentOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/enrolments',
    summary: 'Begin to add or replace an app or a phone; beginning again resumes it.',
    who: 'session',
    request: beginEnrolmentRequest,
    answers: { 200: enrolment, 201: enrolment },
    problems: ['phone-refused', ...SEND, ...STEP_UP],
  },
  {
    method: 'post',
    path: '/api/enrolments/:id/sms',
    summary: 'Resend the code that proves the phone.',
    who: 'session',
    answers: { 200: smsProgress },
    problems: ['enrolment-over', ...SEND],
  },
  {
    method: 'post',
    path: '/api/enrolments/:id/confirm',
    summary: 'Prove the authenticator with a code. The first one brings the recovery code, shown this once.',
    who: 'session',
    request: confirmEnrolmentRequest,
    answers: { 200: confirmedEnrolment },
    problems: ['wrong-code', 'no-code-sent', 'enrolment-over', 'conflict', 'cannot-verify'],
  },
  {
    method: 'delete',
    path: '/api/enrolments/:id',
    summary: 'Cancel an enrolment.',
    who: 'session',
    answers: { 200: done('cancelled') },
    problems: ['enrolment-over'],
  },
];

const securityOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/security',
    summary: 'What the Security tab shows.',
    who: 'session',
    answers: { 200: securityView },
  },
  {
    method: 'delete',
    path: '/api/authenticators/:id',
    summary: 'Remove one authenticator.',
    who: 'session',
    answers: { 200: endedSessions },
    problems: STEP_UP,
  },
  {
    method: 'delete',
    path: '/api/two-factor',
    summary: 'Turn two-factor off.',
    who: 'session',
    answers: { 200: endedSessions },
    problems: STEP_UP,
  },
  {
    method: 'post',
    path: '/api/password',
    summary: 'Change the password.',
    who: 'session',
    request: changePasswordRequest,
    answers: { 200: endedSessions },
    problems: ['password-refused', ...STEP_UP],
  },
  {
    method: 'post',
    path: '/api/recovery-code',
    summary: 'Replace the recovery code; the fresh one is shown this once.',
    who: 'session',
    answers: { 201: recoveryCodeOnce },
    problems: STEP_UP,
  },
  {
    method: 'post',
    path: '/api/recovery-code/acknowledge',
    summary: 'The owner has saved the recovery code.',
    who: 'session',
    request: acknowledgeRecoveryCodeRequest,
    answers: { 200: done('saved') },
    problems: ['conflict'],
  },
  {
    method: 'post',
    path: '/api/step-up',
    summary: 'A fresh proof before a sensitive change.',
    who: 'session',
    request: stepUpRequest,
    answers: { 200: steppedUp },
    problems: ['wrong-credentials', 'wrong-code', 'no-code-sent', 'challenge-over', 'too-many-attempts', ...GUESS],
  },
  {
    method: 'post',
    path: '/api/step-up/sms',
    summary: 'Send the code for a step-up.',
    who: 'session',
    answers: { 200: stepUpSms },
    problems: ['challenge-over', ...SEND],
  },
];

export const OPERATIONS: readonly Operation[] = [
  ...sessionOperations,
  ...signInOperations,
  ...enrolmentOperations,
  ...securityOperations,
];
