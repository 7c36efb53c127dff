import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { securityQuery } from '../api/queries.ts';
import { useKinds } from '../authenticators/kinds.ts';
import { enrolPath, securityPaths } from '../security/security-paths.ts';
import { useSignedIn } from '../session/session-query.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { dismissRecovered, isDismissed } from './dismissed.ts';
import { useRecoveryTexts } from './recovery-text.ts';

/** What happened and what to do, for whoever came in with the recovery code, until it is done. */
export function RecoveredNotice() {
  const view = useSignedIn();
  // What the Security tab has fetched; it is not worth a request of its own.
  const { data: security } = useQuery({ ...securityQuery, enabled: false });
  const t = useRecoveryTexts().recovered;
  const kinds = useKinds();
  const [dismissed, setDismissed] = useState(isDismissed);
  if (view?.byRecovery !== 'finished' || !view.twoFactorOn || dismissed) return null;
  return (
    <Notice kind="warn" title={t.noticeTitle}>
      <p>{t.notice}</p>
      {security ? (
        security.authenticators.map(({ id, kind }) => {
          const said = kinds.get(kind);
          return said?.offered(security) ? (
            <ButtonLink key={id} to={enrolPath(kind, id)}>
              {said.t.replaceThe}
            </ButtonLink>
          ) : null;
        })
      ) : (
        <ButtonLink to={securityPaths.tab}>{t.goOn}</ButtonLink>
      )}
      <Button
        variant="quiet"
        onClick={() => {
          dismissRecovered();
          setDismissed(true);
        }}
      >
        {t.dismiss}
      </Button>
    </Notice>
  );
}
