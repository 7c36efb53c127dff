import { useQueryClient } from '@tanstack/react-query';
import type { SmsProgress } from '@wattsense/contract/sms';
import { api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useSmsSending } from '../sms/use-sms.ts';
import { useChallengeOver } from './use-answer.ts';

/** The challenge's text message: how it is getting on, and sending it (again). */
export function useChallengeSms(latest: SmsProgress | null) {
  const client = useQueryClient();
  return useSmsSending({
    latest,
    ask: () => api.sendChallengeSms(),
    onSent: (progress) => {
      // Of the same age as before: how long the challenge lives is counted from when its view was read.
      const updatedAt = client.getQueryState(sessionQuery.queryKey)?.dataUpdatedAt ?? Date.now();
      client.setQueryData(
        sessionQuery.queryKey,
        (view) => (view?.state === 'challenged' ? { ...view, sms: progress } : view),
        { updatedAt },
      );
    },
    onError: useChallengeOver(),
  });
}

export type ChallengeSms = ReturnType<typeof useChallengeSms>;
