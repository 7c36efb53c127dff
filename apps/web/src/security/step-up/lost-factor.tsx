import { ask, bff } from '../../api/client.ts';
import { problemOf } from '../../api/client-problem.ts';
import { useAsk } from '../../api/use-ask.ts';
import { answerOf } from '../../authenticators/answers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useShared } from '../../i18n/shared-texts.ts';
import { useLeaving } from '../../session/leaving.tsx';
import { useSignedIn, useTakeSession } from '../../session/session-query.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog.tsx';
import { Fold } from '../../ui/fold.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './step-up-form.module.css';
import type { StepUpDemand } from './step-up-gate.ts';
import { useStepUpTexts } from './step-up-texts.ts';

/** For whoever no longer has what the dialog asks for: a sign-in with the recovery code is proof enough for ten minutes. */
export function LostFactor() {
  const t = useStepUpTexts().lost;
  return (
    <Fold title={t.title}>
      <ByRecovery />
    </Fold>
  );
}

/** In place of the form where nothing that is bound can be used: no proof is possible here. */
export function NoProofPossible(props: { demand: StepUpDemand; onDeclined: () => void }) {
  const { demand, onDeclined } = props;
  const language = useLanguage();
  const shared = useShared();
  return (
    <div className={css.form}>
      {demand.unusable.map(({ method, why }) => (
        <p key={method}>{answerOf(method)?.texts[language].unusable[why]}</p>
      ))}
      <ByRecovery />
      <DialogActions>
        <Button onClick={onDeclined}>{shared.cancel}</Button>
      </DialogActions>
    </div>
  );
}

function ByRecovery() {
  const t = useStepUpTexts().lost;
  const leaving = useLeaving();
  const takeSession = useTakeSession();
  const view = useSignedIn();
  const signOut = useAsk({
    mutationFn: () => ask(bff.session.$delete()),
    onSuccess: () => {
      leaving.because('recover');
      takeSession({ state: 'anonymous', supportUrl: view?.supportUrl ?? '' });
    },
  });
  return (
    <div className={css.way}>
      <p>{t.way}</p>
      <Button busy={signOut.isPending} busyWord={t.leaving} onClick={() => signOut.mutate()}>
        {t.signOut}
      </Button>
      <ProblemNotice problem={signOut.error ? problemOf(signOut.error) : null} />
    </div>
  );
}
