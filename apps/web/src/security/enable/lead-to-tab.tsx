import { useIsMutating } from '@tanstack/react-query';
import type { ProblemOf } from '@wattsense/contract/problem';
import type { SecurityView } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import type { ClientProblem } from '../../api/client-problem.ts';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useOnceKnown, useTurningOn } from './use-once-known.ts';

/** The flow has lost its meaning: to the tab, which says why above the true state. */
export function LeadToTab(props: { problem: ClientProblem }) {
  const { setOutcome } = useFlowMemory();
  const navigate = useNavigate();
  const go = useEffectEvent(() => {
    setOutcome({ kind: 'changed', problem: props.problem });
    void navigate(securityPaths.tab, { replace: true });
  });
  useEffect(() => go(), []);
  return null;
}

export const CHANGED_ELSEWHERE: ProblemOf<'conflict'> = {
  type: 'conflict',
  conflict: 'changed-elsewhere',
  title: '',
  status: 409,
};

/** Whether what a page is for was so when it came up and is so no longer, by another tab or browser (D012). */
export function useOvertaken(
  view: SecurityView | undefined,
  kind: AuthenticatorKind,
  replaces: string | null,
): boolean {
  const turningOn = useTurningOn();
  const { code, outcome, unanswered } = useFlowMemory();
  // What the page itself has done is told in its own way.
  const underWay = useIsMutating() > 0 || unanswered || code !== null || outcome !== null;
  const holds = view === undefined ? undefined : isStillSo(view, kind, replaces, turningOn);
  const held = useOnceKnown(holds);
  return held === true && holds === false && !underWay;
}

function isStillSo(view: SecurityView, kind: AuthenticatorKind, replaces: string | null, turningOn: boolean): boolean {
  if (turningOn) return !view.twoFactorOn;
  const bound = view.authenticators.find((one) => one.kind === kind);
  return view.twoFactorOn && (replaces === null ? bound === undefined : bound?.id === replaces);
}
