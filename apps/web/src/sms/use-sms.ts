import { useQuery } from '@tanstack/react-query';
import type { SmsProgress } from '@wattsense/contract/sms';
import { useState } from 'react';
import { smsQuery } from '../api/queries.ts';

/** A message's progress with its durations as moments, milliseconds since 1970 by this browser's clock. */
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
export function useSms(sms: SmsProgress | null): FollowedSms | null {
  const { data, dataUpdatedAt } = useQuery(smsQuery(sms));
  const resendAt = useSteady(dataUpdatedAt + (data?.resendAfterSeconds ?? 0) * 1000);
  const codeExpiresAt = useSteady(dataUpdatedAt + (data?.codeExpiresInSeconds ?? 0) * 1000);
  return sms && data ? { ...data, resendAt, codeExpiresAt } : null;
}
