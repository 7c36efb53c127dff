import { queryOptions, skipToken } from '@tanstack/react-query';
import type { SmsProgress, SmsState } from '@wattsense/contract/sms';
import { ask, bff } from '../../api/client.ts';

const SETTLED: ReadonlySet<SmsState> = new Set(['delivered', 'not-delivered', 'not-sent']);

/** A message that is rejected is known to be within 3 s, however late the network says so. */
const POLL_MS = 1500;

/** How a text message is getting on, asked for until it is settled. Null: there is none, and nothing is asked. */
export function smsQuery(sms: SmsProgress | null) {
  return queryOptions<SmsProgress>({
    queryKey: smsKey(sms?.id ?? ''),
    queryFn: sms ? () => ask(bff.sms[':id'].$get({ param: { id: sms.id } })) : skipToken,
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
