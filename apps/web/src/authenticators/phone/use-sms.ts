import { useIsMutating, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { problemOfType } from '../../api/client-problem.ts';
import { useAsk } from '../../api/use-ask.ts';
import { monotonic, useMonotonic } from '../../ui/monotonic.ts';
import { smsKey, smsQuery } from './sms-query.ts';

/** A message's progress with its durations as moments of `monotonic`. */
export interface FollowedSms extends SmsProgress {
  readonly resendAt: number;
  readonly codeExpiresAt: number;
}

const JITTER_MS = 2000;

/** A moment computed from whole seconds anew at each answer, kept still while it means the same. */
function useSteady(moment: number): number {
  const [steady, setSteady] = useState(moment);
  if (Math.abs(steady - moment) <= JITTER_MS) return steady;
  setSteady(moment);
  return moment;
}

/** Whether no code of it will arrive. */
export function hasFailed(sms: FollowedSms): boolean {
  return sms.state === 'not-sent' || sms.state === 'not-delivered';
}

/** Follows a text message until it is settled; null while there is none. */
function useSms(sms: SmsProgress | null): FollowedSms | null {
  const { data, dataUpdatedAt } = useQuery(smsQuery(sms));
  const readAt = useMonotonic(dataUpdatedAt);
  const resendAt = useSteady(readAt + (data?.resendAfterSeconds ?? 0) * 1000);
  const codeExpiresAt = useSteady(readAt + (data?.codeExpiresInSeconds ?? 0) * 1000);
  return sms && data ? { ...data, resendAt, codeExpiresAt } : null;
}

/** A text message with a code: how it is getting on, asking for it (again), and from when on that may be. */
export function useSmsSending(options: {
  /** What it is for: one that is asked for is not asked for again, whichever form has come up meanwhile. */
  purpose: string;
  /** The latest that is known of; null: none was sent. */
  latest: SmsProgress | null;
  /** Until when the first one is held back; a moment of `monotonic`. */
  heldUntil?: number;
  ask: () => Promise<SmsProgress>;
  onSent: (progress: SmsProgress) => void;
  onError?: (error: unknown) => void;
}) {
  const { purpose, latest, heldUntil = 0, ask, onSent, onError } = options;
  const mutationKey = ['sms', purpose];
  const client = useQueryClient();
  const sms = useSms(latest);
  const [refusedUntil, setRefusedUntil] = useState(0);
  const send = useAsk({
    mutationKey,
    mutationFn: ask,
    onSuccess: (progress) => {
      client.setQueryData(smsKey(progress.id), progress);
      onSent(progress);
    },
    onError: (error) => {
      const refused = problemOfType(error, 'too-many-messages');
      if (refused) setRefusedUntil(monotonic() + refused.retryAfterSeconds * 1000);
      onError?.(error);
    },
  });
  const underWay = useIsMutating({ mutationKey }) > 0;
  return {
    sms,
    error: send.error,
    /** Nothing was sent, or nothing will arrive. */
    failed: sms ? hasFailed(sms) : send.isError,
    underWay,
    send: () => {
      if (client.isMutating({ mutationKey }) === 0) send.mutate();
    },
    /** From when on it may be asked for (again), a moment of `monotonic`. */
    availableAt: Math.max(sms?.resendAt ?? 0, heldUntil, refusedUntil),
  };
}

export type SmsSending = ReturnType<typeof useSmsSending>;
