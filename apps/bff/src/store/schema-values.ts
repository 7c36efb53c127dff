import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import type { Kit } from './kit-postgres.ts';

/** A proof given in a session: which method, and when (RFC 8176 words). The assurance level is computed from these. */
export interface AuthenticationEvent {
  readonly method: AuthenticationMethod;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
}

/** What the owner is told after a sign-in about the time since the one before. */
export interface SignInNotice {
  readonly lastSignInAt: number | null;
  readonly wrongCodes: number;
  readonly resetByOperator: boolean;
}

/** What judged failures of one login and client added to each shared count (by its key), and in which run of it. */
export type Shares = Readonly<Record<string, { readonly run: string; readonly count: number }>>;

export type RecoveryProgress = 'none' | 'pending' | 'finished';
export type ChallengePurpose = 'sign-in' | 'step-up';
export type ChallengeState = 'open' | 'answered' | 'cancelled' | 'exhausted';
export type EnrolmentState = 'open' | 'confirmed' | 'cancelled' | 'exhausted';
export type RecoveryCodeState = 'active' | 'used' | 'replaced';
/** Why operators were told: too few codes entered, or a cap that held a message back. */
export type SmsAlarmKind = 'prefix' | 'country' | `cap:${string}`;
export type SmsSubject = 'sign-in' | 'enrolment' | 'step-up' | 'notice';

const accountIdOf = (kit: Kit) => kit.text('account_id').notNull();
/** Makes the column that ties a row to its account. */
export type AccountColumn = () => ReturnType<typeof accountIdOf>;
