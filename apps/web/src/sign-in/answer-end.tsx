import { problemOf, problemOfType } from '../api/client-problem.ts';
import type { RefusedCode } from '../api/problem-sentences.ts';
import { useProblemText } from '../api/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useWait } from '../ui/use-wait.ts';
import { useChallengeTexts } from './challenge-texts.ts';
import css from './sign-in.module.css';
import type { Answer, Wait } from './use-answer.ts';

/** Says at the field that a code was wrong, with the attempts left; anything else is said beside the form. */
export function useAnswerError(refused: RefusedCode): (error: unknown, say: (sentence: string) => void) => void {
  const t = useChallengeTexts();
  const problemText = useProblemText();
  return (error, say) => {
    const wrong = problemOfType(error, 'wrong-code');
    if (!wrong) return;
    const sentence = problemText(wrong, refused);
    say(wrong.attemptsLeft > 0 ? `${sentence} ${t.attemptsLeft(wrong.attemptsLeft)}` : sentence);
  };
}

/** The end of a form that answers the challenge: the button, and what went wrong beside the field. */
export function AnswerEnd(props: {
  answer: Answer;
  /** What its refused codes mean; absent where it is no code. */
  refused?: RefusedCode;
  wait: Wait | null;
  /** Something else comes first, such as asking for a code. */
  second?: boolean | undefined;
}) {
  const { answer, refused, wait, second = false } = props;
  const t = useChallengeTexts();
  const waiting = useWait(wait?.until ?? null, t.canTryAgain);
  return (
    <>
      <div className={css.submit}>
        <Button
          type="submit"
          variant={second ? 'secondary' : 'primary'}
          unavailable={waiting}
          busy={answer.isPending || answer.isSuccess}
          busyWord={t.submitting}
        >
          {t.submit}
        </Button>
      </div>
      <Refusal answer={answer} refused={refused} wait={wait} waiting={waiting} />
    </>
  );
}

function Refusal(props: { answer: Answer; refused: RefusedCode | undefined; wait: Wait | null; waiting: boolean }) {
  const { answer, refused, wait, waiting } = props;
  const canTryAgain = useChallengeTexts().canTryAgain;
  const problemText = useProblemText();
  if (wait)
    return (
      <Notice kind={waiting ? 'warn' : 'info'}>
        <p role={waiting ? 'alert' : undefined}>{waiting ? problemText(wait.problem, refused) : canTryAgain}</p>
      </Notice>
    );
  const problem = answer.error ? problemOf(answer.error) : null;
  if (!problem || problem.type === 'wrong-code' || problem.type === 'challenge-over') return null;
  return (
    <Notice kind="danger">
      <p role="alert">{problemText(problem, refused)}</p>
    </Notice>
  );
}
