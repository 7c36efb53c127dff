import { firstProblems as en } from '../i18n/en/first-problems.ts';
import { firstProblems as fr } from '../i18n/fr/first-problems.ts';
import { useFormat, useTexts } from '../i18n/language.tsx';
import { type ClientProblem, problemReceivedAt } from './client-problem.ts';
import { type FirstSentences, say } from './problem-sentences.ts';

const texts = { fr, en };

/** `useProblemText` for the first chunk; a problem that cannot come up there reads as an unexpected one. */
export function useFirstProblemText(): (problem: ClientProblem) => string {
  const sentences = useTexts<FirstSentences>(texts);
  const format = useFormat();
  return (problem) =>
    say(sentences, problem, {
      timeIn: (seconds) => format.timeIn(seconds, problemReceivedAt(problem)),
      country: format.country,
      refused: undefined,
    });
}
