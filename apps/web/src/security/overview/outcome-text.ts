import type { ClientProblem } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { useKinds } from '../../authenticators/kinds.ts';
import type { Outcome } from '../flow-memory.tsx';
import { useSecurityTexts } from '../security-texts.ts';

/** What a page or a dialog did, in a sentence. */
export function useOutcomeText(): (outcome: Outcome) => string {
  const t = useSecurityTexts();
  const kinds = useKinds();
  const problemText = useProblemText();
  const changedText = (problem: ClientProblem) => {
    if (problem.type === 'not-found') return t.gone;
    const said = problem.type === 'conflict' && problem.conflict === 'changed-elsewhere';
    return said ? problemText(problem) : `${t.changed} ${problemText(problem)}`;
  };
  return (outcome) => {
    switch (outcome.kind) {
      case 'on':
        return t.outcome.on;
      case 'off':
        return t.turnOff.done;
      case 'removed':
        return kinds.get(outcome.authenticator)?.t.removal.done ?? '';
      case 'withdrawn':
        return kinds.get(outcome.authenticator)?.t.withdrawn ?? '';
      case 'code-saved':
        return t.outcome.codeSaved;
      case 'password-changed':
        return t.outcome.password + t.outcome.ended(outcome.endedSessions);
      case 'added':
      case 'replaced':
        return (
          (kinds.get(outcome.authenticator)?.t.outcome[outcome.kind] ?? '') + t.outcome.ended(outcome.endedSessions)
        );
      case 'changed':
        return changedText(outcome.problem);
    }
  };
}
