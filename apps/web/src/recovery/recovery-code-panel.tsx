import { useQueryClient } from '@tanstack/react-query';
import type { RecoveryCodeOnce } from '@wattsense/contract/recovery-code';
import { Download, Printer, Share } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { askSignedIn, bff } from '../api/client.ts';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { securityQuery, sessionQuery } from '../api/queries.ts';
import { useAsk } from '../api/use-ask.ts';
import { useFormat } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Data } from '../ui/data.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import css from './recovery-code-panel.module.css';
import { downloadText, recoveryCodeRows, recoveryFileName } from './recovery-file.ts';
import { useRecoveryTexts } from './recovery-text.ts';

interface RecoveryCodePanelProps {
  code: RecoveryCodeOnce;
  /** What has just happened and is true already, above the code. */
  intro: ReactNode;
  /** Where the flow is, above the heading. */
  before?: ReactNode;
  /** Called once the server knows that the code is saved; go on from here. */
  onFinished: () => void;
}

/**
 * Shows a recovery code, once: Copy, Download, Print, and a tick that enables Finish. Finish tells
 * the server that it is saved. Until then leaving asks first.
 */
export function RecoveryCodePanel(props: RecoveryCodePanelProps) {
  const { code, intro, before, onFinished } = props;
  const t = useRecoveryTexts();
  return (
    <div className={css.panel}>
      <div className={`${css.head} ${css.screen}`}>
        <StepHeading before={before}>{t.title}</StepHeading>
        <div>{intro}</div>
        <p className={css.lead}>{t.purpose}</p>
      </div>
      <Sheet code={code} />
      <Acknowledgement code={code} onFinished={onFinished} />
    </div>
  );
}

function Sheet(props: { code: RecoveryCodeOnce }) {
  const { code } = props;
  const t = useRecoveryTexts();
  const format = useFormat();
  const shown = useRef<HTMLElement>(null);
  const issued = format.dateTime(new Date(code.issuedAt));
  const text = t.file(code.login, issued, code.code);
  // Closed without a choice it has shared nothing, and nothing is wrong.
  const share = () => void navigator.share({ title: t.codeLabel, text }).catch(() => {});
  const download = () => downloadText(recoveryFileName(code), text);
  return (
    <div className={css.sheet}>
      <div className={css.printed}>
        <p className={css.printedTitle}>
          <Mark />
          <span>
            Wattsense Console – <span>{t.codeLabel}</span>
          </span>
        </p>
        <p>
          <span>{t.printAccount}</span> <Data>{code.login}</Data>
        </p>
        <p>
          <span>{t.printIssued}</span> <span>{issued}</span>
        </p>
      </div>
      <p className="visually-hidden">{t.codeLabel}</p>
      <code ref={shown} className={css.code} translate="no" dir="ltr">
        {recoveryCodeRows(code.code).map((row) => (
          <span key={row}>{row}</span>
        ))}
      </code>
      <p className={css.printed}>{t.printUse}</p>
      <div className={`${css.actions} ${css.screen}`}>
        <CopyButton text={code.code} source={shown} label={t.copy} />
        <Button icon={<Download size={18} aria-hidden="true" />} onClick={download}>
          {t.download}
        </Button>
        {'share' in navigator ? (
          <Button icon={<Share size={18} aria-hidden="true" />} onClick={share}>
            {t.share}
          </Button>
        ) : null}
        <Button icon={<Printer size={18} aria-hidden="true" />} onClick={() => window.print()}>
          {t.print}
        </Button>
      </div>
    </div>
  );
}

function Acknowledgement(props: { code: RecoveryCodeOnce; onFinished: () => void }) {
  const { code, onFinished } = props;
  const t = useRecoveryTexts();
  const problemText = useProblemText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [ticked, setTicked] = useState(false);
  const acknowledge = useAsk({
    mutationFn: () => askSignedIn(() => bff['recovery-code'].acknowledge.$post({ json: { id: code.id } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void client.invalidateQueries({ queryKey: securityQuery.queryKey });
    },
  });
  const { isSuccess } = acknowledge;
  const finished = useEffectEvent(onFinished);
  // After the guard below has let go, which its own effect does first.
  useEffect(() => {
    if (isSuccess) finished();
  }, [isSuccess]);

  const problem = acknowledge.error ? problemOf(acknowledge.error) : null;
  const gone = problem?.type === 'conflict' || problem?.type === 'not-found';

  return (
    <div className={`${css.ack} ${css.screen}`}>
      <Notice kind="warn">
        <p>{t.once}</p>
      </Notice>
      <label className={css.tick}>
        <input type="checkbox" checked={ticked} onChange={(event) => setTicked(event.currentTarget.checked)} />
        <span>{t.saved}</span>
      </label>
      {problem ? (
        <Notice kind="danger">
          <p role="alert">{gone ? t.replacedElsewhere : problemText(problem)}</p>
        </Notice>
      ) : null}
      <LeaveGuard on={!(isSuccess || gone)} />
      {gone ? (
        <Button variant="primary" onClick={() => void navigate(paths.security, { replace: true })}>
          {t.recovered.goOn}
        </Button>
      ) : (
        <>
          <Button
            variant="primary"
            unavailable={!ticked}
            busy={acknowledge.isPending}
            busyWord={t.finishing}
            onClick={() => acknowledge.mutate()}
          >
            {t.finish}
          </Button>
          {/* Below it: the button stays where it is when this goes. */}
          {ticked ? null : <p className={css.why}>{t.finishWhy}</p>}
        </>
      )}
    </div>
  );
}
