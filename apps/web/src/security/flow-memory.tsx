import type { ProblemOf } from '@wattsense/contract/problem';
import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import type { ClientProblem } from '../api/client-problem.ts';
import { securityPaths } from './security-paths.ts';

/** What a page did before it led back to the tab, or a dialog of the tab. */
export type Outcome =
  | { readonly kind: 'on' | 'off' | 'code-saved' }
  | { readonly kind: 'removed'; readonly authenticator: AuthenticatorKind }
  | { readonly kind: 'password-changed'; readonly endedSessions: number }
  | {
      readonly kind: 'added' | 'replaced';
      readonly authenticator: AuthenticatorKind;
      readonly endedSessions: number;
    }
  /** It can be neither added nor replaced any more. */
  | { readonly kind: 'withdrawn'; readonly authenticator: AuthenticatorKind }
  /** Another tab was quicker. */
  | { readonly kind: 'changed'; readonly problem: ClientProblem };

export interface ShownCode {
  readonly once: RecoveryCodeOnce;
  /** The last step of turning two-factor authentication on, or a code asked for by itself. */
  readonly from: 'enrolment' | 'request';
}

/** An enrolment's fields as typed, by name, so that coming back to them asks for nothing twice (WCAG 3.3.7). */
export type Draft = Readonly<Record<string, string>>;

interface FlowMemory {
  /** The recovery code lives here alone: a reload forgets it. */
  readonly code: ShownCode | null;
  readonly setCode: (code: ShownCode | null) => void;
  readonly outcome: Outcome | null;
  readonly setOutcome: (outcome: Outcome | null) => void;
  readonly draft: Draft | null;
  readonly setDraft: (draft: Draft | null) => void;
  /** Why the flow is at its start again. */
  readonly over: ProblemOf<'enrolment-over'>['reason'] | null;
  readonly setOver: (reason: ProblemOf<'enrolment-over'>['reason'] | null) => void;
  /** A proof was sent and no answer came: what is different by now may be this page's own doing. */
  readonly unanswered: boolean;
  readonly setUnanswered: (unanswered: boolean) => void;
}

const Memory = createContext<FlowMemory | null>(null);

/** What the security pages hand to one another, in memory alone. */
export function FlowMemoryProvider(props: { children: ReactNode }) {
  const { pathname } = useLocation();
  const [code, setCode] = useState<ShownCode | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [over, setOver] = useState<FlowMemory['over']>(null);
  const [unanswered, setUnanswered] = useState(false);
  const onTab = pathname.replace(/\/$/, '') === securityPaths.tab;

  useEffect(() => {
    // What was done is told once; the flow's own memory ends where the flow ends.
    if (!onTab) return setOutcome(null);
    setCode(null);
    setDraft(null);
    setOver(null);
    setUnanswered(false);
  }, [onTab]);

  const memory = useMemo(
    () => ({ code, setCode, outcome, setOutcome, draft, setDraft, over, setOver, unanswered, setUnanswered }),
    [code, outcome, draft, over, unanswered],
  );
  return <Memory value={memory}>{props.children}</Memory>;
}

export function useFlowMemory(): FlowMemory {
  const memory = use(Memory);
  if (!memory) throw new Error('useFlowMemory wants a FlowMemoryProvider above it');
  return memory;
}
