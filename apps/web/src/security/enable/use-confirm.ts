import type { ProblemOf } from '@wattsense/contract/problem';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api/client.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useEnableTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';

export type OverReason = Exclude<ProblemOf<'enrolment-over'>['reason'], 'confirmed'>;

interface Proving {
  readonly enrolment: string;
  readonly kind: AuthenticatorKind;
  readonly replaces: string | null;
  /** The enrolment is over without being proven: lead back to its start. */
  readonly onOver: (reason: OverReason) => void;
}

const FEW_TRIES = 2;

/**
 * Proves an enrolment with a code. The first authenticator's answer carries the recovery code, which
 * goes to its own page; any other leads back to the tab, which says what was done.
 */
export function useConfirm({ enrolment, kind, replaces, onOver }: Proving) {
  const { setCode, setOutcome, setUnanswered } = useFlowMemory();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const t = useEnableTexts();
  const [finished, setFinished] = useState(false);

  const confirm = useSecured({
    run: (code: string) => api.confirmEnrolment(enrolment, code),
    onDone: ({ recoveryCode, endedSessions }) => {
      setFinished(true);
      if (recoveryCode) {
        setCode({ once: recoveryCode, from: 'enrolment' });
        void navigate(securityPaths.recoveryCode, { replace: true });
        return;
      }
      setOutcome({ kind: replaces === null ? 'added' : 'replaced', authenticator: kind, endedSessions });
      void navigate(securityPaths.tab, { replace: true });
    },
    onProblem: (problem) => {
      if (problem.type === 'offline') setUnanswered(true);
      if (problem.type === 'wrong-code' && problem.attemptsLeft === 0) return onOver('exhausted');
      if (problem.type === 'conflict') {
        // Asked again it would be refused again: the tab says how it stands.
        setFinished(true);
        setOutcome({ kind: 'changed', problem });
        void navigate(securityPaths.tab, { replace: true });
      }
      if (problem.type !== 'enrolment-over') return;
      if (problem.reason !== 'confirmed') return onOver(problem.reason);
      // Its answer was lost, or another tab was quicker: that page knows what is still to be done.
      setFinished(true);
      void navigate(securityPaths.recoveryCode, { replace: true });
    },
  });

  const { problem } = confirm;
  const wrong = problem?.type === 'wrong-code' ? problem : null;
  const few = wrong !== null && wrong.attemptsLeft > 0 && wrong.attemptsLeft <= FEW_TRIES;
  return {
    ...confirm,
    /** True from success until the next page is there. */
    finished,
    /** What is wrong with the code, for its field. */
    wrong: wrong
      ? problemText(wrong, kind === 'app' ? 'new-app' : 'sms') + (few ? t.triesLeft(wrong.attemptsLeft) : '')
      : null,
    /** What else went wrong, for beside the form. */
    trouble: wrong || problem?.type === 'enrolment-over' ? null : problem,
  };
}

export type Confirm = ReturnType<typeof useConfirm>;
