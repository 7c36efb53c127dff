import { useIsMutating } from '@tanstack/react-query';
import type { SecurityView } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { type Outcome, useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useOnceKnown } from './use-once-known.ts';

/** The flow has lost its meaning: to the tab, which says why above the true state. */
export function LeadToTab(props: { outcome: Outcome }) {
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const go = useEffectEvent(() => {
    setOutcome(props.outcome);
    void navigate(securityPaths.tab, { replace: true });
  });
  useEffect(() => go(), []);
  return null;
}

export const CHANGED_ELSEWHERE: Outcome = {
  kind: 'changed',
  problem: { type: 'conflict', conflict: 'changed-elsewhere', title: '', status: 409 },
};

/** Whether what a page is for was so when it came up and is so no longer, by another tab or browser (D012). */
export function useOvertaken(
  view: SecurityView | undefined,
  kind: AuthenticatorKind,
  replaces: string | null,
): boolean {
  const { code, outcome, unanswered } = useFlowMemory();
  // What the page itself has done is told in its own way.
  const underWay = useIsMutating() > 0 || unanswered || code !== null || outcome !== null;
  const present = view && whatMatters(view, kind, replaces);
  return present !== useOnceKnown(present) && !underWay;
}

/** Whether it is on, and which of the kind are bound, or whether the one to be replaced still is. */
function whatMatters(view: SecurityView, kind: AuthenticatorKind, replaces: string | null): string {
  const bound = view.authenticators.filter((one) => one.kind === kind && (replaces ?? one.id) === one.id);
  return [view.twoFactorOn, ...bound.map(({ id }) => id)].join(' ');
}
