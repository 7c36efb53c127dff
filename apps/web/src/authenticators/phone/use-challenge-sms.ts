import { useQueryClient } from '@tanstack/react-query';
import type { ChallengedView, SessionView } from '@wattsense/contract/session';
import type { SmsProgress } from '@wattsense/contract/sms';
import { ask, bff } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useSessionQuery } from '../../session/session-query.ts';
import { useChallengeOver } from '../../sign-in/use-answer.ts';
import { useMonotonic } from '../../ui/monotonic.ts';
import { smsOffer } from './sms-offer.ts';
import { useSmsSending } from './use-sms.ts';

/** The challenge's text message: how it is getting on, and sending it (again). */
export function useChallengeSms(view: ChallengedView) {
  const message = smsOffer(view)?.sms;
  const client = useQueryClient();
  const readAt = useMonotonic(useSessionQuery().dataUpdatedAt);
  const heldUntil = message?.state === 'held' ? readAt + message.sendableInSeconds * 1000 : 0;
  const sending = useSmsSending({
    purpose: 'challenge',
    latest: message && 'id' in message ? message : null,
    heldUntil,
    ask: () => ask(bff['sign-in'].challenge.sms.$post()),
    onSent: (progress) => {
      // Of the same age as before: how long the challenge lives is counted from when its view was read.
      const updatedAt = client.getQueryState(sessionQuery.queryKey)?.dataUpdatedAt ?? Date.now();
      client.setQueryData(sessionQuery.queryKey, (before) => before && withMessage(before, progress), { updatedAt });
    },
    onError: useChallengeOver(),
  });
  return { ...sending, heldUntil };
}

function withMessage(view: SessionView, sms: SmsProgress): SessionView {
  if (view.state !== 'challenged') return view;
  return { ...view, methods: view.methods.map((one) => (one.method === 'sms' ? { ...one, sms } : one)) };
}

export type ChallengeSms = ReturnType<typeof useChallengeSms>;
