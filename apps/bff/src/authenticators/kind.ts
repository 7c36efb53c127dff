import type { BeginEnrolmentRequest, ConfirmEnrolmentRequest, Enrolment } from '@wattsense/contract/enrolments';
import type { ChallengeOffer, FactorProof, StepUpOffer } from '@wattsense/contract/methods';
import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import type { AuthenticatedView } from '@wattsense/contract/session';
import type { AuthenticatorKind, StepUpMethod } from '@wattsense/contract/vocabulary';
import type { ZodMiniObject } from 'zod/mini';
import type { Config } from '../config.ts';
import type { Refusal, Refused } from '../outcome.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { AuthenticatorRow, CredentialColumns } from '../store/authenticators.ts';
import type { ChallengeRow } from '../store/challenges.ts';
import type { Lost, Work } from '../store/database.ts';
import type { EnrolmentRow } from '../store/enrolments.ts';
import type { LiveSession } from '../store/sessions.ts';
import type { Right, Verdict } from './verdict.ts';

/** What is bound, as far as every request of a session knows it. */
export type Bound = Pick<AuthenticatorRow, 'id' | 'accountId' | 'kind' | 'sealed' | 'disabledAt'>;

/** A kind of authenticator: all that the flows ask of one. What is particular to it stands in its folder alone. */
export interface Kind<D> {
  readonly kind: AuthenticatorKind;
  /** What a proof of it is called in requests, on a session's record and in events. */
  readonly method: StepUpMethod;
  /** How many an account may have of it. */
  readonly most: number;
  /** Whether an answer can be guessed, and counts against the account (rule 2); else it counts in its process alone. */
  readonly guessable: boolean;
  /** The shapes that it brings, from the contract. */
  readonly shapes: {
    /** With its `kind`. */
    readonly begin: ZodMiniObject;
    /** With its `method`. */
    readonly proof: ZodMiniObject;
    readonly confirmation: ZodMiniObject;
  };
  /** Why nothing of it can be used or bound at present, as whoever asks for it is told; null: it can. */
  whyOff(deps: D): Refusal | null;
  readonly enrolling: Enrolling<D>;
  readonly proving: Proving<D>;
  /** As its owner is shown it. */
  describe(deps: D, one: AuthenticatorRow): Authenticator;
  /** What operators are shown of it beside that; never a secret. @param secret null: it does not open. */
  describeToOperators?(one: AuthenticatorRow, secret: string | null): string;
  /** Its part of the Security tab and of the home page, beside what is bound. @param begun what this session is enrolling. */
  tab?(deps: D, begun: Enrolment | null): Partial<SecurityView>;
  home?(deps: D): Partial<AuthenticatedView['protection']>;
  /** One that is the account's no more: replaced, removed or turned off. */
  gone?(deps: D, session: LiveSession, one: AuthenticatorRow, clientKey: string): void;
  /** What was right before a backup was restored and may have been used since is spent. */
  afterRestore?(config: Config, accountId: string, now: Date): Work<unknown>;
  /** What `db check` says of one whose row is not what it should be; null: it is. */
  broken?(one: AuthenticatorRow, now: Date): string | null;
}

/** Columns of an enrolment that are a kind's own; they go on to the authenticator. */
export type OwnColumns = Pick<EnrolmentRow, 'phoneIndex' | 'country'>;
export const NO_COLUMNS: OwnColumns = { phoneIndex: null, country: null };

/** An enrolment that is about to begin, drawn before anything of its kind. */
export interface Beginning {
  readonly id: string;
  readonly keyId: string;
  readonly expiresAt: Date;
  readonly session: LiveSession;
  readonly clientKey: string;
}

/** What a kind makes of what was asked for. */
export interface Draft {
  /** Sealed where the enrolment stands. */
  readonly secret: string;
  readonly columns: OwnColumns;
  /** Whether an open one of this secret is what is asked for; without it, any is. */
  readonly isSame?: (secret: string | null) => boolean;
  /** One that was left before and is gone on with instead. */
  readonly earlier?: (fresh: EnrolmentRow) => Work<EnrolmentRow | undefined>;
  /** Written with the enrolment; lost, with what is to be said, where it must not be begun now. */
  readonly alongside?: () => Work<Lost<() => Promise<Refused>> | null>;
  /** Done once all is committed: nothing is sent inside a transaction. */
  readonly afterwards?: () => Promise<void>;
}

/** What is right at an enrolment becomes an authenticator. */
export interface RightBinding extends Right {
  /** Sealed anew, in the authenticator's own place. */
  readonly secret: string;
  readonly columns: OwnColumns & Pick<AuthenticatorRow, 'lastStep'> & Partial<CredentialColumns>;
}

export interface Enrolling<D> {
  begin(deps: D, beginning: Beginning, request: BeginEnrolmentRequest): Promise<Draft | Refused>;
  /** What the page of an open one shows, beside what all have in common. */
  describe(deps: D, session: LiveSession, row: EnrolmentRow, secret: string): Promise<Own<Enrolment>>;
  /** Why a confirmation is not even looked at, and so not counted. */
  unconfirmable?(row: EnrolmentRow): Work<Refusal | null>;
  judge(deps: D, row: EnrolmentRow, secret: string, proof: ConfirmEnrolmentRequest): Promise<Verdict<RightBinding>>;
}

type Common = 'id' | 'expiresInSeconds' | 'attemptsLeft' | 'replaces';
type Own<E> = E extends unknown ? Omit<E, Common> : never;

/** A challenge, and whose it is. */
export interface Target {
  readonly challenge: ChallengeRow;
  readonly account: Pick<AccountRow, 'id' | 'language'>;
  readonly clientKey: string;
  /** What is bound of this kind. */
  readonly bound: readonly AuthenticatorRow[];
}

export interface Proving<D> {
  /** What a demand for a step-up says of it. */
  offer(deps: D, bound: readonly Bound[]): StepUpOffer;
  /** What the view of a sign-in's challenge says of it. @param begun see `describeChallenge`. */
  offerAt(deps: D, target: Target, begun: 'before' | 'now' | 'again'): Promise<ChallengeOffer>;
  /** Done when a sign-in begins with it. @param again the challenge is gone on with. */
  begin?(deps: D, target: Target, again: boolean): Promise<void>;
  /** Why a proof is not even looked at, and so not counted. */
  unanswerable?(deps: D, challengeId: string, bound: readonly Bound[]): Work<Refusal | null>;
  /** Judges a proof against what is bound and not disabled. Spends nothing. */
  judge(deps: D, challenge: ChallengeRow, bound: readonly AuthenticatorRow[], proof: FactorProof): Promise<Verdict>;
}
