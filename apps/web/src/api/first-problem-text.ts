import { firstProblems as en } from '../i18n/en/first-problems.ts';
import { firstProblems as fr } from '../i18n/fr/first-problems.ts';
import { useFormat, useTexts } from '../i18n/language.tsx';
import { type ClientProblem, problemReceivedAt } from './client-problem.ts';
import { type FirstProblemType, type FirstSentences, say } from './problem-sentences.ts';

const texts = { fr, en };

function isFirst(
  sentences: FirstSentences,
  problem: ClientProblem,
): problem is Extract<ClientProblem, { type: FirstProblemType }> {
  return Object.hasOwn(sentences, problem.type);
}

/** `useProblemText` for the first chunk; a problem that cannot come up there reads as an unexpected one. */
export function useFirstProblemText(): (problem: ClientProblem) => string {
  const sentences = useTexts<FirstSentences>(texts);
  const format = useFormat();
  return (problem) => {
    const circumstances = {
      timeIn: (seconds: number) => format.timeIn(seconds, problemReceivedAt(problem)),
      country: format.country,
      refused: undefined,
    };
    return isFirst(sentences, problem)
      ? say(sentences, problem.type, problem, circumstances)
      : say(sentences, 'unexpected', { type: 'unexpected', title: '', status: 500 }, circumstances);
  };
}
