import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import type { SecurityEventRow } from '../store/security-events.ts';

/** Who asks, as far as the network tells. */
export interface Requester {
  readonly client: Client;
  /** A keyed hash of the canonical address, IPv6 by its /64: what limits per client count by. */
  readonly clientKey: string;
  /** The known-browser cookie, if there is one. */
  readonly browserToken: string | null;
  /** The session cookie, if there is one; that session ends when this browser signs in anew. */
  readonly sessionToken: string | null;
}

export interface EventDetails {
  readonly method?: AuthenticationMethod;
  readonly authenticatorKind?: AuthenticatorKind;
  readonly sessionId?: string;
  readonly reason?: string;
}

/** Draws the id and the time of an event, outside the unit of work that will append it. */
export function eventOf(
  deps: Pick<Deps, 'random' | 'clock'>,
  client: Client | null,
  accountId: string,
  kind: SecurityEventKind,
  details: EventDetails = {},
): SecurityEventRow {
  return {
    id: deps.random.id(),
    accountId,
    at: deps.clock.now(),
    kind,
    method: details.method ?? null,
    authenticatorKind: details.authenticatorKind ?? null,
    sessionId: details.sessionId ?? null,
    client,
    reason: details.reason ?? null,
  };
}
