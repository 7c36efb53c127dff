import { useQuery } from '@tanstack/react-query';
import type { SecurityEventKind, SecurityView } from '@wattsense/contract/security';
import { securityQuery } from '../api/queries.ts';
import { canEnrol } from '../security/can-enrol.ts';
import { enrolPath, securityPaths } from '../security/security-paths.ts';
import { useSignedIn } from '../session/session-query.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useRecoveryTexts } from './recovery-text.ts';

const DEALT_WITH: ReadonlySet<SecurityEventKind> = new Set(['authenticator-replaced', 'authenticator-removed']);

/** Whether the lost authenticator was replaced or removed since this session began. */
function isDealtWith(security: SecurityView): boolean {
  const since = security.sessions.find((session) => session.current)?.startedAt;
  if (since === undefined) return false;
  return security.events.some(({ kind, at }) => DEALT_WITH.has(kind) && Date.parse(at) >= Date.parse(since));
}

/** What happened and what to do, for whoever came in with the recovery code, until it is done. */
export function RecoveredNotice() {
  const view = useSignedIn();
  // What the Security tab has fetched; it is not worth a request of its own.
  const { data: security } = useQuery({ ...securityQuery, enabled: false });
  const t = useRecoveryTexts().recovered;
  if (view?.byRecovery !== 'finished' || !view.twoFactorOn) return null;
  if (security && isDealtWith(security)) return null;
  return (
    <Notice kind="warn" title={t.noticeTitle}>
      <p>{t.notice}</p>
      {security ? (
        security.authenticators
          .filter(({ kind }) => canEnrol(security, kind))
          .map(({ id, kind }) => (
            <ButtonLink key={id} to={enrolPath(kind, id)}>
              {t.replace[kind]}
            </ButtonLink>
          ))
      ) : (
        <ButtonLink to={securityPaths.tab}>{t.goOn}</ButtonLink>
      )}
    </Notice>
  );
}
