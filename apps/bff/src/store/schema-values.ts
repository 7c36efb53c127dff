import type { AuthenticationMethod } from '@wattsense/contract/vocabulary';
import { type Column, type SQL, sql } from 'drizzle-orm';
import type { Kit } from './kit-postgres.ts';

/** A proof given in a session: which method, and when (RFC 8176 words). The assurance level is computed from these. */
export interface AuthenticationEvent {
  readonly method: AuthenticationMethod;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
}

/** What judged failures of one login and client added to each shared count (by its key), and in which run of it. */
export type Shares = Readonly<Record<string, { readonly run: string; readonly count: number }>>;

export const RECOVERY_PROGRESS = ['none', 'pending', 'finished'] as const;
export type RecoveryProgress = (typeof RECOVERY_PROGRESS)[number];
export const CHALLENGE_PURPOSES = ['sign-in', 'step-up'] as const;
export type ChallengePurpose = (typeof CHALLENGE_PURPOSES)[number];
export const CHALLENGE_STATES = ['open', 'answered', 'cancelled'] as const;
export type ChallengeState = (typeof CHALLENGE_STATES)[number];
export const ENROLMENT_STATES = ['open', 'confirmed', 'cancelled'] as const;
export type EnrolmentState = (typeof ENROLMENT_STATES)[number];
/** Let in by the checks of both, and written by no release: that tries ran out follows from their number. */
export const NEVER_WRITTEN_STATE = 'exhausted';
export const RECOVERY_CODE_STATES = ['active', 'used', 'replaced'] as const;
export type RecoveryCodeState = (typeof RECOVERY_CODE_STATES)[number];
/** Why operators were told: too few codes entered, or a cap that held a message back. */
export type SmsAlarmKind = 'prefix' | 'country' | `cap:${string}`;
export type SmsSubject = 'sign-in' | 'enrolment' | 'step-up' | 'notice';

/** The condition of a check that keeps what is not of a closed set out of the database (docs/decisions/0014). */
export const oneOf = (column: string, values: readonly string[]): SQL =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`);

const accountIdOf = (kit: Kit) => kit.text('account_id').notNull();
/** Makes the column that ties a row to its account. */
export type AccountColumn = () => ReturnType<typeof accountIdOf>;

/*
 * The conditions of the schema's partial indexes, as literals: an index is used only where its condition stands
 * in the query itself, never for a parameter that may have the value (sqlite.org/partialindex.html §2.1).
 */

export const isOpen = (enrolment: { readonly state: Column }) => sql`${enrolment.state} = 'open'`;

export const isActive = (recoveryCode: { readonly state: Column }) => sql`${recoveryCode.state} = 'active'`;
