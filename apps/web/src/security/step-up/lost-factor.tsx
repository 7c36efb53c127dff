import { ChevronRight } from 'lucide-react';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/client-problem.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { useLeaving } from '../../session/leaving.tsx';
import { useSignedIn, useTakeSession } from '../../session/session-query.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { useStepUpTexts } from '../security-texts.ts';
import css from './step-up-form.module.css';
import type { StepUpDemand } from './step-up-gate.ts';

/** For whoever no longer has what the dialog asks for: a sign-in with the recovery code is proof enough for ten minutes. */
export function LostFactor() {
  const t = useStepUpTexts().lost;
  return (
    <details className={css.lost}>
      <summary>
        <ChevronRight size={18} aria-hidden="true" />
        <span>{t.title}</span>
      </summary>
      <ByRecovery />
    </details>
  );
}

/** In place of the form where nothing that is bound can be used: no proof is possible here. */
export function NoProofPossible(props: { demand: StepUpDemand; onDeclined: () => void }) {
  const { demand, onDeclined } = props;
  const t = useStepUpTexts();
  const shared = useShared();
  return (
    <div className={css.form}>
      {demand.unusable.map(({ method, why }) => (
        <p key={method}>{t.unusable[why][method]}</p>
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
    mutationFn: () => api.signOut(),
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
