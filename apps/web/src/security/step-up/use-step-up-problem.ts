import type { ClientProblem } from '../../api/client-problem.ts';
import type { RefusedCode } from '../../api/problem-sentences.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useFormat } from '../../i18n/language.tsx';
import { useStepUpTexts } from './step-up-texts.ts';

export interface PlacedProblem {
  readonly place: 'password' | 'code' | 'root';
  readonly text: string;
}

/**
 * What a refused proof means here and which field it belongs to; the recovery code is no way out of this dialog.
 * `refused`: what the method at hand says of its refused codes.
 */
export function useStepUpProblem(refused: RefusedCode | undefined): (problem: ClientProblem) => PlacedProblem {
  const t = useStepUpTexts();
  const format = useFormat();
  const problemText = useProblemText();
  return (problem) => {
    switch (problem.type) {
      case 'wrong-credentials':
        return { place: 'password', text: t.passwordWrong };
      case 'wrong-code':
        // The next try is a new challenge, which an earlier message's code does not fit.
        return problem.attemptsLeft === 0
          ? { place: 'root', text: t.over.exhausted }
          : { place: 'code', text: problemText(problem, refused) };
      case 'second-factor-blocked':
        return { place: 'root', text: t.blocked(format.timeIn(problem.retryAfterSeconds)) };
      case 'second-factor-disabled':
        return { place: 'root', text: t.disabled };
      case 'no-code-sent':
        return { place: 'code', text: problemText(problem) };
      case 'challenge-over':
        return { place: 'root', text: problem.reason === 'exhausted' ? t.over.exhausted : t.over.expired };
      default:
        return { place: 'root', text: problemText(problem) };
    }
  };
}
