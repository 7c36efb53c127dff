import type { StepUpMethod } from '@wattsense/contract/vocabulary';
import type { Asker, Deps } from '../../deps.ts';
import {
  assuranceLevel,
  demandedLevel,
  isFresh,
  meetsLevel,
  type Proof,
  STEP_UP_MAX_AGE_SECONDS,
  withProofs,
} from '../../domain/assurance.ts';
import { isKnownKind, isTwoFactorOn } from '../../domain/two-factor.ts';
import { usabilityOf } from '../../domain/usability.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type LiveSession, touchSession } from '../../store/sessions.ts';
import { offersOf } from '../proving/usable-authenticators.ts';

/** How often activity is written down, in seconds. */
const TOUCH_SECONDS = 60;

/** Notes that the person did something. Polling never counts. */
export async function noteActivity(deps: Deps, session: LiveSession): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - TOUCH_SECONDS * 1000);
  if (session.lastSeenAt < before) await deps.database.single(() => touchSession(session.id, now, before));
}

/** Whose place a hash takes that a signed-in person asks for: one session never takes them all. */
export const askerOf = ({ id, accountId }: Pick<LiveSession, 'id' | 'accountId'>): Asker => ({
  turn: 'signed-in',
  client: `session:${id}`,
  part: `account:${accountId}`,
});

export const hasTwoFactor = (session: LiveSession) => isTwoFactorOn(session.authenticators);

/** Whether two-factor is on by authenticators alone that this release does not know. */
const isUnknownAlone = (session: LiveSession) => hasTwoFactor(session) && !session.authenticators.some(isKnownKind);

/** Whether a session may be used at all: with two-factor on, one of a single factor may not. */
export function meetsDemandedLevel(session: LiveSession): boolean {
  return meetsLevel(assuranceLevel(session.events), demandedLevel(hasTwoFactor(session)));
}

/** Null when the session's proofs carry a sensitive change; otherwise the demand for a step-up. */
export function stepUpDemand(
  deps: Deps,
  session: LiveSession,
  maxAgeSeconds = STEP_UP_MAX_AGE_SECONDS,
): Refused | null {
  const twoFactorOn = hasTwoFactor(session);
  if (isFresh(session.events, twoFactorOn, deps.clock.now(), maxAgeSeconds)) return null;
  // A dialog would ask for what nobody here can check.
  if (isUnknownAlone(session)) return refused({ type: 'cannot-verify' });
  const { usable, unusable } = usabilityOf(session.authenticators, offersOf(deps));
  return refused({
    type: 'step-up-required',
    requiredLevel: demandedLevel(twoFactorOn),
    maxAgeSeconds,
    methods: [...usable],
    unusable: [...unusable],
    phoneHint: phoneHint(deps, session),
  });
}

/**
 * With two-factor on and no authenticator that can be used now, no step-up leads anywhere: the password
 * alone never carries a change there. Null when there is a way.
 */
export function unprovable(deps: Deps, session: LiveSession): Refused | null {
  const { usable, unusable } = usabilityOf(session.authenticators, offersOf(deps));
  if (!hasTwoFactor(session) || usable.length > 0) return null;
  if (isUnknownAlone(session)) return refused({ type: 'cannot-verify' });
  const disabled = unusable.some(({ why }) => why === 'disabled');
  return refused({ type: disabled ? 'second-factor-disabled' : 'sms-not-offered' });
}

/** What may accompany the password in a step-up: what can be used now, the app first. */
export function stepUpMethods(deps: Deps, session: LiveSession): readonly StepUpMethod[] {
  return usabilityOf(session.authenticators, offersOf(deps)).usable;
}

/** The last two digits of the account's phone. */
function phoneHint(deps: Deps, session: LiveSession): string | null {
  const phone = session.authenticators.find(({ kind }) => kind === 'phone');
  if (phone === undefined) return null;
  const place = { table: 'authenticator', column: 'sealed', accountId: session.accountId, rowId: phone.id };
  return deps.keys.open(phone.sealed, place)?.slice(-2) ?? null;
}

/** A new token with which a session goes on, and what its row becomes. */
export interface Renewal {
  readonly token: string;
  readonly tokenHash: string;
  readonly events: readonly Proof[];
}

/** Draws the token for a rise of assurance, outside the unit of work that writes it. */
export function renewalOf(deps: Deps, session: LiveSession, added: readonly Proof[]): Renewal {
  const issued = deps.tokens.issue();
  return { token: issued.token, tokenHash: issued.hash, events: withProofs(session.events, added) };
}
