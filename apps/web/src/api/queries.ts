import { MutationCache, QueryCache, QueryClient, queryOptions, skipToken } from '@tanstack/react-query';
import type { SmsProgress, SmsState } from '@wattsense/contract/sms';
import { api } from './client.ts';
import { problemOf, problemOfType } from './client-problem.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => api.session(),
  // Once for a page and its parts, and again whenever the tab is looked at: another may have changed it (C046).
  staleTime: 10_000,
  refetchOnWindowFocus: 'always',
});

export const securityQuery = queryOptions({
  queryKey: ['security'],
  queryFn: () => api.security(),
  staleTime: 0,
});

const SETTLED: ReadonlySet<SmsState> = new Set(['delivered', 'not-delivered', 'not-sent']);

/** A message that is rejected is known to be within 3 s, however late the network says so. */
const POLL_MS = 1500;

/** How a text message is getting on, asked for until it is settled. Null: there is none, and nothing is asked. */
export function smsQuery(sms: SmsProgress | null) {
  return queryOptions<SmsProgress>({
    queryKey: smsKey(sms?.id ?? ''),
    queryFn: sms ? () => api.sms(sms.id) : skipToken,
    ...(sms ? { initialData: sms } : {}),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => {
      if (!state.data || SETTLED.has(state.data.state)) return false;
      if (state.data.codeExpiresInSeconds <= 0) return false;
      return POLL_MS;
    },
  });
}

/** Where `smsQuery` keeps a message's progress. */
export function smsKey(id: string): readonly unknown[] {
  return ['sms', id];
}

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
