import type { QueryClient } from '@tanstack/react-query';
import type { AnonymousView } from '@wattsense/contract/session';
import { sessionQuery } from '../api/queries.ts';
import { nextLocation } from './next-location.ts';

/** What the prerendered page shows before the server was asked; where support is to be found is not known yet. */
export const signedOut: AnonymousView = { state: 'anonymous', supportUrl: '' };

/**
 * Starts from the prerendered sign-in page, which a browser gets that sent neither session nor
 * challenge. The server is asked all the same as soon as something is shown.
 */
export function assumeSignedOut(
  client: QueryClient,
  { location, history }: Pick<Window, 'location' | 'history'>,
): void {
  client.setQueryData(sessionQuery.queryKey, signedOut, { updatedAt: 0 });
  const to = nextLocation(signedOut, location);
  if (to !== null) history.replaceState(null, '', to);
}
