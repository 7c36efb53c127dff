import type { Deps } from '../../deps.ts';
import type { PasswordLinkRow } from '../../store/accounts.ts';

/** Long enough to reach somebody who is off work today. */
const LINK_LIFE_SECONDS = 24 * 3600;

/** What is handed to the person; shown once, kept nowhere. */
export interface IssuedPasswordLink {
  readonly url: string;
  readonly expiresAt: Date;
}

export interface DraftedPasswordLink {
  readonly row: PasswordLinkRow;
  readonly link: IssuedPasswordLink;
}

/**
 * Draws a link, outside the unit of work that stores its hash. The token stands behind the `#`: browsers keep that
 * part to themselves, so it reaches no proxy and no log.
 */
export function draftPasswordLink(
  deps: Pick<Deps, 'config' | 'clock' | 'random' | 'tokens'>,
  accountId: string,
): DraftedPasswordLink {
  const { token, hash } = deps.tokens.issue();
  const createdAt = deps.clock.now();
  const expiresAt = new Date(createdAt.getTime() + LINK_LIFE_SECONDS * 1000);
  return {
    row: { id: deps.random.id(), accountId, tokenHash: hash, createdAt, expiresAt },
    link: { url: `${deps.config.PUBLIC_ORIGIN}/console/set-password#${token}`, expiresAt },
  };
}
