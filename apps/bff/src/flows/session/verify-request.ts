import type { AssuranceLevel } from '@wattsense/contract/vocabulary';
import type { Deps } from '../../deps.ts';
import { assuranceLevel, meetsLevel } from '../../domain/assurance.ts';
import type { LiveSession } from '../../store/sessions.ts';
import { meetsDemandedLevel, noteActivity } from './session-proofs.ts';

export type VerifyOutcome =
  | {
      readonly kind: 'verified';
      readonly account: { readonly id: string; readonly login: string };
      readonly assuranceLevel: AssuranceLevel;
    }
  | { readonly kind: 'not-signed-in' }
  /** Signed in, and not far enough: another sign-in of the same kind would not help. */
  | { readonly kind: 'level-required'; readonly requiredLevel: AssuranceLevel };

/**
 * Whether a session may pass to what a proxy protects: it is live, of the level that its account demands,
 * and at least of the configured one.
 * @param activity whether the request is something that the person did; what a page fetches by itself is not.
 */
export async function verifyRequest(
  deps: Deps,
  session: LiveSession | null,
  { activity }: { readonly activity: boolean },
): Promise<VerifyOutcome> {
  if (session === null) return { kind: 'not-signed-in' };
  if (!meetsDemandedLevel(deps, session)) return { kind: 'level-required', requiredLevel: 'aal2' };
  const held = assuranceLevel(session.events, deps.authenticators.factors);
  const required = deps.config.VERIFY_MINIMUM_LEVEL;
  if (!meetsLevel(held, required)) return { kind: 'level-required', requiredLevel: required };
  if (activity) await noteActivity(deps, session);
  return { kind: 'verified', account: { id: session.accountId, login: session.login }, assuranceLevel: held };
}
