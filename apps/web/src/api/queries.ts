import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { ask, askSignedIn, bff } from './client.ts';
import { problemOf, problemOfType } from './client-problem.ts';

/**
 * Until when a sign-in that is gone was never there: nothing has come back yet that shows its cookie to get through, and
 * it cannot have ended by itself. A moment of `performance.now()`.
 */
export const unproven = { until: 0 };

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const view = await ask(bff.session.$get());
    if (view.state !== 'anonymous') unproven.until = 0;
    return view;
  },
  // Once for a page and its parts, and again whenever the tab is looked at: another may have changed it (C046).
  staleTime: 10_000,
  refetchOnWindowFocus: 'always',
});

export const securityQuery = queryOptions({
  queryKey: ['security'],
  queryFn: () => askSignedIn(() => bff.security.$get()),
  staleTime: 0,
});

/** The query client. A session that is over anywhere is over everywhere: the view is read again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (problemOfType(error, 'not-signed-in')) {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Offline, a call fails at once and says so; it is not put by to go off later.
      queries: {
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && problemOf(error).type === 'offline',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
