import type { Client, SecurityEventKind } from '@wattsense/contract/security';
import type { AuthenticationMethod, AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import type { GuessRow, SecurityEventRow } from '../store/security-events.ts';

/** Who asks, as far as the network tells. */
export interface Requester {
  readonly client: Client;
  /** A keyed hash of the canonical address, IPv6 by its /64: what limits per client count by. */
  readonly clientKey: string;
  /** Keyed hashes of the networks around it. */
  readonly networks: readonly { readonly bits: 24 | 48 | 56; readonly key: string }[];
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

/** Wrong passwords and codes, and the waits that they bring about, of which nobody may write rows without bound. */
export interface Guess {
  readonly kind: 'wrong-password' | 'wrong-code' | 'second-factor-blocked';
  /** By whom, as far as it is known: a browser, or the challenge of one that is not known. */
  readonly bucket: string;
  /** What was guessed before the last sign-in is another line. */
  readonly lastSignInAt: Date | null;
}

/** Draws the row of a guess: those of one day and kind, by the same, are one with a count. */
export function guessOf(
  deps: Pick<Deps, 'random' | 'clock'>,
  client: Client,
  accountId: string,
  { kind, bucket, lastSignInAt }: Guess,
  details: Pick<EventDetails, 'method' | 'sessionId'>,
): GuessRow {
  const event = eventOf(deps, client, accountId, kind, details);
  const day = event.at.toISOString().slice(0, 10);
  const of = [kind, details.method ?? ''];
  return {
    ...event,
    tally: [...of, bucket, day, lastSignInAt?.getTime() ?? 0].join('/'),
    together: [...of, 'others', day].join('/'),
    since: new Date(day),
  };
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
    count: null,
    tally: null,
  };
}
