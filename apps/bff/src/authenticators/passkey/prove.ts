import type { FactorProof, PasskeyProof } from '@wattsense/contract/methods';
import type { Deps } from '../../deps.ts';
import { refused } from '../../outcome.ts';
import { type AuthenticatorRow, notePasskeyUse } from '../../store/authenticators.ts';
import type { ChallengeRow } from '../../store/challenges.ts';
import { type Verdict, WRONG_CODE } from '../verdict.ts';
import { challengeOf, rpIdOf, whyOff } from './ceremony.ts';
import { credentialIndexOf, openCredential } from './credential.ts';
import { verifyAsserted } from './verify.ts';

/**
 * Judges an assertion beside the password, by one of the account's credentials: nobody else's is looked at, since the
 * library takes whatever credential it is given for the one that is meant.
 */
export async function judge(
  deps: Deps,
  row: ChallengeRow,
  bound: readonly AuthenticatorRow[],
  // The registry's unions hold a proof to the shape of its method.
  proof: FactorProof,
): Promise<Verdict> {
  const off = whyOff(deps);
  if (off !== null) return refused(off);
  const { credential } = proof as PasskeyProof;
  const rpId = rpIdOf(deps);
  const index = credentialIndexOf(deps, credential.id);
  const one = bound.find(({ credentialIndex }) => credentialIndex === index);
  if (one === undefined || one.rpId !== rpId || rpId === null) return WRONG_CODE;
  const challenge = challengeOf(deps, row.purpose, row);
  const known = openCredential(deps, one);
  if (known === null || challenge === null) {
    const { accountId, id: authenticatorId } = one;
    deps.log.error('a passkey does not open', { event: 'cannot-verify', accountId, authenticatorId });
    return refused({ type: 'cannot-verify' });
  }
  const { userHandle } = credential.response;
  if (userHandle && userHandle !== known.userHandle) return WRONG_CODE;
  const key = { id: known.id, publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')) };
  const expected = { challenge, origin: deps.config.PUBLIC_ORIGIN, rpId, userVerified: false };
  const said = await verifyAsserted(credential, key, expected);
  if (said === null) return WRONG_CODE;
  const { signCount, backupEligible, backedUp } = said;
  // An assertion is of one challenge, and spent with it.
  return {
    kind: 'right',
    method: 'passkey',
    spend: (now) => notePasskeyUse({ id: one.id, now, signCount, backupEligible, backedUp }),
  };
}
