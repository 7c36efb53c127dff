import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { Deps } from '../../deps.ts';
import { recoveryCode } from '../../domain/recovery-code.ts';
import type { NewRecoveryCode, RecoveryCodeRow } from '../../store/recovery-codes.ts';
import type { LiveSession } from '../../store/sessions.ts';

const CODE_BYTES = 15;

/** A recovery code drawn outside the unit of work that will store its hash; the code itself is kept nowhere. */
export interface DraftedRecoveryCode {
  readonly row: NewRecoveryCode;
  readonly once: RecoveryCodeOnce;
}

/** @param replaceable whether this session may have it replaced for a while without another proof. */
export function draftRecoveryCode(
  deps: Deps,
  session: LiveSession,
  { replaceable = true }: { readonly replaceable?: boolean } = {},
): DraftedRecoveryCode {
  const code = recoveryCode(deps.random.bytes(CODE_BYTES));
  const hash = recoveryCodeHash(deps, code, deps.keys.primaryId);
  if (hash === null) throw new Error('the primary key is always in the ring');
  const issuedAt = deps.clock.now();
  const id = deps.random.id();
  return {
    row: { id, accountId: session.accountId, hash, issuedBySession: replaceable ? session.id : null, issuedAt },
    once: { id, code, login: session.login, issuedAt: issuedAt.toISOString() },
  };
}

/** Keyed HMAC of the canonical code, `<key id>.<mac>`; null when the key is not in the ring. */
export function recoveryCodeHash(deps: Pick<Deps, 'keys'>, canonical: string, keyId: string): string | null {
  const mac = deps.keys.mac('recovery-code', canonical, keyId);
  return mac === null ? null : `${keyId}.${mac}`;
}

/** The key that a stored hash was made with. */
export const keyIdOf = (hash: string) => hash.slice(0, hash.indexOf('.'));

/** How long the session that was shown a code may have it replaced without another proof, in seconds. */
const REPLACEABLE_SECONDS = 10 * 60;

/** Seconds in which this session may replace the code it was shown without a step-up; 0 when it may not. */
export function replaceableInSeconds(code: RecoveryCodeRow, session: Pick<LiveSession, 'id'>, now: Date): number {
  if (code.savedAt !== null || code.issuedBySession !== session.id) return 0;
  const end = code.issuedAt.getTime() + REPLACEABLE_SECONDS * 1000;
  return Math.max(0, Math.ceil((end - now.getTime()) / 1000));
}
