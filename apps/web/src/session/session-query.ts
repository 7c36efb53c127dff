import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuthenticatedView, SessionView } from '@wattsense/contract/session';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { sessionQuery, unproven } from '../api/queries.ts';

/** The session as the server names it, read again whenever the tab is looked at. */
export function useSessionQuery() {
  return useQuery(sessionQuery);
}

/** The view on the signed-in pages, which the gate shows to nobody else; null in the moment of leaving. */
export function useSignedIn(): AuthenticatedView | null {
  const { data } = useQuery(sessionQuery);
  return data?.state === 'authenticated' ? data : null;
}

/** Takes a view that an answer carried; one that was asked for before it is older and no longer waited for. */
export function useTakeSession(): (view: SessionView) => void {
  const client = useQueryClient();
  return useCallback(
    (view) => {
      void client.cancelQueries({ queryKey: sessionQuery.queryKey });
      client.setQueryData(sessionQuery.queryKey, view);
      unproven.until = 0;
    },
    [client],
  );
}

/** Empties the cache of what belongs to another account as soon as the session is another's, in this tab or another. */
export function useOneAccountOnly(view: SessionView | undefined): void {
  const client = useQueryClient();
  const owner = view?.state === 'authenticated' ? view.account.id : null;
  const before = useRef(owner);
  useLayoutEffect(() => {
    if (before.current !== null && before.current !== owner) {
      void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    }
    before.current = owner;
  }, [owner, client]);
}

/** Asks the server again what the session is. */
export function useRecheckSession(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => client.invalidateQueries({ queryKey: sessionQuery.queryKey }), [client]);
}
