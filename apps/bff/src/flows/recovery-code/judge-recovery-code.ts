import { readRecoveryCode } from '@wattsense/contract/typed-code';
import type { Verdict, Wrong } from '../../authenticators/verdict.ts';
import type { Deps } from '../../deps.ts';
import { RESERVATION_SECONDS, reservedSeconds } from '../../domain/recovery-code.ts';
import { type Refused, refused } from '../../outcome.ts';
import {
  findActiveRecoveryCode,
  RETIRED_HASH,
  type RecoveryCodeRow,
  reserveRecoveryCode,
} from '../../store/recovery-codes.ts';
import { keyIdOf, recoveryCodeHash } from './issue-recovery-code.ts';

const WRONG: Wrong = { kind: 'wrong', what: 'code' };

/** Judges a recovery code. Spending it is reserving it for the session that it opens. */
export async function judgeRecoveryCode(deps: Deps, accountId: string, typed: string): Promise<Verdict> {
  const { code } = readRecoveryCode(typed);
  const active = await deps.database.single(() => findActiveRecoveryCode({ accountId }));
  if (code === null || active === undefined || active.hash === RETIRED_HASH) return WRONG;
  const hash = recoveryCodeHash(deps, code, keyIdOf(active.hash));
  if (hash === null) {
    deps.log.error('the key of a recovery code is not in the ring', { event: 'cannot-verify', accountId });
    return refused({ type: 'cannot-verify' });
  }
  if (active.hash === hash && reservedSeconds(active, deps.clock.now()) > 0) return inUse(deps, active);
  return {
    kind: 'right',
    method: null,
    spend: (now, sessionId) =>
      reserveRecoveryCode({
        accountId,
        hash,
        sessionId,
        until: new Date(now.getTime() + RESERVATION_SECONDS * 1000),
        now,
      }),
    afterwards: async () => {
      // Another tab reserved it a moment ago, or it was used or replaced.
      const rival = await deps.database.single(() => findActiveRecoveryCode({ accountId }));
      return rival?.hash === hash ? inUse(deps, rival) : WRONG;
    },
  };
}

/** The right code, and the answer to it was lost or is under way: nobody has guessed, and nothing is counted. */
function inUse(deps: Deps, code: RecoveryCodeRow): Refused {
  const retryAfterSeconds = Math.max(1, reservedSeconds(code, deps.clock.now()));
  return refused({ type: 'recovery-code-in-use', retryAfterSeconds });
}
