import type { Deps } from '../../deps.ts';
import { bumpSecurityEpoch } from '../../store/accounts.ts';
import type { Work } from '../../store/database.ts';
import { listAccountIdsAfter } from '../../store/operator-accounts.ts';
import { pages } from '../../store/pages.ts';
import { DROPPABLE, dropBatch } from '../../store/prune.ts';
import { releaseRecoveryCode, retireRecoveryCode } from '../../store/recovery-codes.ts';
import { appendEvent, type SecurityEventRow } from '../../store/security-events.ts';
import { eventOf } from '../requester.ts';

export interface Retirement {
  readonly accounts: number;
  readonly dropped: number;
  readonly recoveryCodes: number;
}

interface Options {
  /** What the owner reads beside "signed out everywhere". */
  readonly reason: string;
  /** Only when it is certain that none was used since the backup was made. */
  readonly keepRecoveryCodes?: boolean;
}

/**
 * After a database was brought back (a backup, a snapshot, an asynchronous standby) it knows less than happened.
 * Nothing used before it may work again: sessions, challenges, enrolments and password links go, the epoch of every
 * account rises, every time step up to now counts as spent, and recovery codes are taken back. It may be stopped
 * and run again.
 */
export async function retireLiveState(
  deps: Pick<Deps, 'authenticators' | 'config' | 'database' | 'clock' | 'random'>,
  { reason, keepRecoveryCodes = false }: Options,
): Promise<Retirement> {
  const tally = { accounts: 0, dropped: 0, recoveryCodes: 0 };
  for (const what of DROPPABLE) {
    for (let count = -1; count !== 0; tally.dropped += count) count = await deps.database.single(() => dropBatch(what));
  }
  for await (const page of pages(deps.database, listAccountIdsAfter)) {
    const events = page.map(({ id }) => eventOf(deps, null, id, 'sessions-ended', { reason }));
    tally.recoveryCodes += await deps.database.unit(() => retireAccounts(deps, events, keepRecoveryCodes));
    tally.accounts += page.length;
  }
  return tally;
}

function* retireAccounts(
  { authenticators, config }: Pick<Deps, 'authenticators' | 'config'>,
  events: readonly SecurityEventRow[],
  keep: boolean,
): Work<number> {
  let retired = 0;
  for (const event of events) {
    yield* bumpSecurityEpoch({ id: event.accountId });
    for (const { afterRestore } of authenticators.kinds)
      if (afterRestore) yield* afterRestore(config, event.accountId, event.at);
    if (keep) yield* releaseRecoveryCode({ accountId: event.accountId });
    else if (yield* retireRecoveryCode({ accountId: event.accountId })) retired += 1;
    yield* appendEvent(event);
  }
  return retired;
}
