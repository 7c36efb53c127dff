import { problems as en } from '../i18n/en/problems.ts';
import { problems as fr } from '../i18n/fr/problems.ts';
import { useFormat, useTexts } from '../i18n/language.tsx';
import { type ClientProblem, problemReceivedAt } from './client-problem.ts';
import { type ProblemSentences, type RefusedCode, say } from './problem-sentences.ts';

export const problemTexts = { fr, en };

/** The sentence that tells a person what a problem means and what to do, in the language on screen: pass the problem and, for codes, what is said of refused ones. */
export function useProblemText() {
  const sentences = useTexts<ProblemSentences>(problemTexts);
  const format = useFormat();
  return (problem: ClientProblem, refused?: RefusedCode) =>
    say(sentences, problem, {
      timeIn: (seconds) => format.timeIn(seconds, problemReceivedAt(problem)),
      country: format.country,
      refused,
    });
}
