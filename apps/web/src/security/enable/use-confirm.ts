import type { ConfirmEnrolmentRequest } from '@wattsense/contract/enrolments';
import type { ProblemOf } from '@wattsense/contract/problem';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import type { RefusedCode } from '../../api/problem-sentences.ts';
import { useProblemText } from '../../api/problem-text.ts';
import type { Refuse } from '../../ui/typed-form.tsx';
import { useFlowMemory } from '../flow-memory.tsx';
import { securityPaths } from '../security-paths.ts';
import { useSecured } from '../use-secured.ts';
import { useEnableTexts } from './enable-texts.ts';

export type OverReason = Exclude<ProblemOf<'enrolment-over'>['reason'], 'confirmed'>;

interface Proving {
  readonly enrolment: string;
  readonly kind: AuthenticatorKind;
  readonly replaces: string | null;
  /** The enrolment is over without being proven: lead back to its start. */
  readonly onOver: (reason: OverReason) => void;
}

/** What is sent, and who says what is wrong with it. */
interface Given {
  readonly proof: ConfirmEnrolmentRequest;
  readonly refused?: RefusedCode;
  readonly refuse: Refuse;
}

const FEW_TRIES = 2;

/**
 * Proves an enrolment. The first authenticator's answer carries the recovery code, which
 * goes to its own page; any other leads back to the tab, which says what was done.
 */
export function useConfirm({ enrolment, kind, replaces, onOver }: Proving) {
  const { setCode, setOutcome, setUnanswered } = useFlowMemory();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const t = useEnableTexts();
  const [finished, setFinished] = useState(false);

  const wrongProof = (problem: ProblemOf<'wrong-code'>, { refused, refuse }: Given) => {
    const { attemptsLeft } = problem;
    if (attemptsLeft === 0) return onOver('exhausted');
    refuse(problemText(problem, refused) + (attemptsLeft <= FEW_TRIES ? t.triesLeft(attemptsLeft) : ''));
  };

  const confirm = useSecured({
    run: ({ proof }: Given) =>
      askSignedIn(() => bff.enrolments[':id'].confirm.$post({ param: { id: enrolment }, json: proof })),
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
    onProblem: (problem, given) => {
      if (problem.type === 'offline') setUnanswered(true);
      if (problem.type === 'wrong-code') return wrongProof(problem, given);
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
  const wrong = problem?.type === 'wrong-code';
  return {
    ...confirm,
    /** True from success until the next page is there. */
    finished,
    /** The last try was wrong, which its field says. */
    wrong,
    /** What else went wrong, for beside the form. */
    trouble: wrong || problem?.type === 'enrolment-over' ? null : problem,
  };
}

export type Confirm = ReturnType<typeof useConfirm>;
