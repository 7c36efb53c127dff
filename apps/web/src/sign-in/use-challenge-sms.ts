import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOfType } from '../api/client-problem.ts';
import { sessionQuery, smsKey } from '../api/queries.ts';
import { hasFailed, useSms } from '../sms/use-sms.ts';
import { useChallengeOver } from './use-answer.ts';

/** The challenge's text message: how it is getting on, and sending it (again). */
export function useChallengeSms(sent: SmsProgress | null) {
  const client = useQueryClient();
  const challengeOver = useChallengeOver();
  const sms = useSms(sent);
  const [refusedUntil, setRefusedUntil] = useState(0);
  const send = useMutation({
    mutationFn: () => api.sendChallengeSms(),
    onSuccess: (progress) => {
      client.setQueryData(smsKey(progress.id), progress);
      // Of the same age as before: how long the challenge lives is counted from when its view was read.
      const updatedAt = client.getQueryState(sessionQuery.queryKey)?.dataUpdatedAt ?? Date.now();
      client.setQueryData(
        sessionQuery.queryKey,
        (view) => (view?.state === 'challenged' ? { ...view, sms: progress } : view),
        { updatedAt },
      );
    },
    onError: (error) => {
      challengeOver(error);
      const refused = problemOfType(error, 'too-many-messages');
      if (refused) setRefusedUntil(Date.now() + refused.retryAfterSeconds * 1000);
    },
  });
  const failed = sms ? hasFailed(sms) : send.isError;
  return { sms, send, failed, availableAt: Math.max(sms?.resendAt ?? 0, refusedUntil) };
}

export type ChallengeSms = ReturnType<typeof useChallengeSms>;
