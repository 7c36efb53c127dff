import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuthenticatedView, SessionView } from '@wattsense/contract/session';
import { useCallback } from 'react';
import { sessionQuery } from '../api/queries.ts';

/** The session as the server names it, read again whenever the tab is looked at. */
export function useSessionQuery() {
  return useQuery(sessionQuery);
}

/** The view on the signed-in pages, which the gate shows to nobody else; null in the moment of leaving. */
export function useSignedIn(): AuthenticatedView | null {
  const { data } = useQuery(sessionQuery);
  return data?.state === 'authenticated' ? data : null;
}

/** Takes a view that an answer carried; whatever another account left in the cache goes. */
export function useTakeSession(): (view: SessionView) => void {
  const client = useQueryClient();
  return useCallback(
    (view) => {
      const before = client.getQueryData(sessionQuery.queryKey);
      if (before?.state !== view.state) {
        client.removeQueries({
          predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0],
        });
      }
      client.setQueryData(sessionQuery.queryKey, view);
    },
    [client],
  );
}

/** Asks the server again what the session is. */
export function useRecheckSession(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: sessionQuery.queryKey }), [client]);
}
