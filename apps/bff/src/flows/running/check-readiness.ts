import type { Deps } from '../../deps.ts';
import { touchKeyCanary } from '../../store/key-canaries.ts';
import { opensCanary } from '../keys/canary.ts';

/** Instances whose clocks are further apart than this see codes differently. */
const WORRYING_OFFSET_MS = 2000;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: {
    readonly process: 'running' | 'stopping';
    /** `failed`: it did not write, or not in time. */
    readonly database: 'writes' | 'failed';
    /** `unknown`: the database did not say. */
    readonly keys: 'open' | 'failed' | 'unknown';
    /** Warns only: sign-ins go on by the database's clock. */
    readonly clock: 'agrees' | 'off';
    /** Told only: the app and the recovery code work without text messages. */
    readonly sms: 'offered' | 'paused' | 'not-offered';
  };
}

/** Whether this instance can take a sign-in from beginning to end. @param tooLate settles when the database took too long. */
export async function checkReadiness(deps: Deps, tooLate: Promise<void>): Promise<Readiness> {
  const { database: probed, keys } = await Promise.race([probe(deps), tooLate.then(() => FAILED)]);
  // Where room runs out a small write still finds some, and a sign-in does not.
  const database = deps.fitness.outOfRoom() ? 'failed' : probed;
  const stopping = deps.fitness.stopping();
  return {
    ready: !stopping && database === 'writes' && keys === 'open',
    checks: {
      process: stopping ? 'stopping' : 'running',
      database,
      keys,
      clock: Math.abs(deps.fitness.clockOffsetMs()) > WORRYING_OFFSET_MS ? 'off' : 'agrees',
      sms: deps.sms === null ? 'not-offered' : deps.fitness.smsPaused() ? 'paused' : 'offered',
    },
  };
}

type Probed = Pick<Readiness['checks'], 'database' | 'keys'>;

const FAILED: Probed = { database: 'failed', keys: 'unknown' };

async function probe({ database, keys, log }: Deps): Promise<Probed> {
  try {
    const sealed = await database.single(() => touchKeyCanary(keys.primaryId));
    const opens = sealed !== undefined && opensCanary(keys, keys.primaryId, sealed);
    return { database: 'writes', keys: opens ? 'open' : 'failed' };
  } catch {
    log.warn('not ready: the database does not write');
    return FAILED;
  }
}
