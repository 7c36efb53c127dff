import type { Deps } from '../../deps.ts';

interface Stored {
  readonly id: string;
  readonly kind: string;
}

/** What was told already, by the log that it was told to: each request of the account would tell it again. */
const told = new WeakMap<Deps['log'], Set<string>>();

/** Says once what no answer fits: its owner is kept out, and only somebody who looks after the database can help. */
export function noteUnknownKinds(
  { log, authenticators }: Pick<Deps, 'log' | 'authenticators'>,
  accountId: string,
  stored: readonly Stored[],
): void {
  for (const { id, kind } of stored) {
    if (authenticators.isKnown({ kind })) continue;
    const before = told.get(log) ?? new Set();
    told.set(log, before);
    if (before.has(id)) continue;
    before.add(id);
    log.error('an authenticator is of a kind that this release does not know', {
      event: 'cannot-verify',
      accountId,
      authenticatorId: id,
    });
  }
}
