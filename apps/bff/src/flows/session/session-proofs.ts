import type { Asker, Deps } from '../../deps.ts';
import {
  assuranceLevel,
  demandedLevel,
  isFresh,
  isTwoFactorOn,
  meetsLevel,
  type Proof,
  STEP_UP_MAX_AGE_SECONDS,
  withProofs,
} from '../../domain/assurance.ts';
import { type Refused, refused } from '../../outcome.ts';
import { type LiveSession, touchSession } from '../../store/sessions.ts';

/** How often activity is written down, in seconds. */
const TOUCH_SECONDS = 60;

/** Notes that the person did something. Polling never counts. */
export async function noteActivity(deps: Deps, session: LiveSession): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - TOUCH_SECONDS * 1000);
  if (session.lastSeenAt < before) await deps.database.single(() => touchSession({ id: session.id, now, before }));
}

/** Whose place a hash takes that a signed-in person asks for: one session never takes them all. */
export const askerOf = ({ id, accountId }: Pick<LiveSession, 'id' | 'accountId'>): Asker => ({
  turn: 'signed-in',
  client: `session:${id}`,
  part: `account:${accountId}`,
});

export const hasTwoFactor = (session: LiveSession) => isTwoFactorOn(session.authenticators);

/** Whether two-factor is on by authenticators alone that this release does not know. */
const isUnknownAlone = ({ authenticators }: Deps, session: LiveSession) =>
  hasTwoFactor(session) && !session.authenticators.some(authenticators.isKnown);

/** Whether a session may be used at all: with two-factor on, one of a single factor may not. */
export function meetsDemandedLevel({ authenticators }: Deps, session: LiveSession): boolean {
  return meetsLevel(assuranceLevel(session.events, authenticators.factors), demandedLevel(hasTwoFactor(session)));
}

/** Null when the session's proofs carry a sensitive change; otherwise the demand for a step-up. */
export function stepUpDemand(
  deps: Deps,
  session: LiveSession,
  maxAgeSeconds = STEP_UP_MAX_AGE_SECONDS,
): Refused | null {
  const twoFactorOn = hasTwoFactor(session);
  const { authenticators, clock } = deps;
  if (isFresh(session.events, twoFactorOn, clock.now(), maxAgeSeconds, authenticators.factors)) return null;
  // A dialog would ask for what nobody here can check.
  if (isUnknownAlone(deps, session)) return refused({ type: 'cannot-verify' });
  const { usable, unusable } = authenticators.usability(deps, session.authenticators);
  return refused({
    type: 'step-up-required',
    requiredLevel: demandedLevel(twoFactorOn),
    maxAgeSeconds,
    methods: usable.map(({ kind, bound }) => kind.proving.offer(deps, bound)),
    unusable,
  });
}

/**
 * With two-factor on and no authenticator that can be used now, no step-up leads anywhere: the password
 * alone never carries a change there. Null when there is a way.
 */
export function unprovable(deps: Deps, session: LiveSession): Refused | null {
  const { usable, unusable } = deps.authenticators.usability(deps, session.authenticators);
  if (!hasTwoFactor(session) || usable.length > 0) return null;
  const [first] = unusable;
  if (first === undefined) return refused({ type: 'cannot-verify' });
  const off = unusable.some(({ why }) => why === 'disabled')
    ? null
    : deps.authenticators.by(first.method)?.whyOff(deps);
  return refused(off ?? { type: 'second-factor-disabled' });
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
