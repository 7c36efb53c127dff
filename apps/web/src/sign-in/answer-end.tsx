import type { ChallengeMethod } from '@wattsense/contract/vocabulary';
import { problemOf, problemOfType } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWait } from '../ui/use-wait.ts';
import css from './sign-in.module.css';
import { useChallengeTexts, useSignInTexts } from './sign-in-texts.ts';
import type { Answer } from './use-answer.ts';

/** The sentence for a wrong code, with the attempts left; null when that is not what went wrong. */
export function useAnswerError(answer: Answer, method: ChallengeMethod): string | null {
  const t = useChallengeTexts();
  const problemText = useProblemText();
  const wrong = problemOfType(answer.error, 'wrong-code');
  if (!wrong) return null;
  const sentence = problemText(wrong, method);
  return wrong.attemptsLeft > 0 ? `${sentence} ${t.attemptsLeft(wrong.attemptsLeft)}` : sentence;
}

/** The end of a form that answers the challenge: the button, and what went wrong beside the field. */
export function AnswerEnd(props: { answer: Answer; waitUntil: number | null }) {
  const { answer, waitUntil } = props;
  const t = useChallengeTexts();
  const canTryAgain = useSignInTexts().canTryAgain;
  const problemText = useProblemText();
  const waiting = useWait(waitUntil, canTryAgain);
  const problem = answer.error ? problemOf(answer.error) : null;
  const waits = problem?.type === 'second-factor-blocked' || problem?.type === 'too-many-attempts';
  const elsewhere = problem?.type === 'wrong-code' || problem?.type === 'challenge-over';
  return (
    <>
      <div className={css.submit}>
        <Button
          type="submit"
          variant="primary"
          unavailable={waiting}
          busy={answer.isPending || answer.isSuccess}
          busyWord={t.submitting}
        >
          {t.submit}
        </Button>
      </div>
      {problem && !elsewhere ? (
        <Notice kind={waits ? (waiting ? 'warn' : 'info') : 'danger'}>
          <p role="alert">{waits && !waiting ? canTryAgain : problemText(problem)}</p>
        </Notice>
      ) : null}
    </>
  );
}
