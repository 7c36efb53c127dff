import type { AuthenticatedView } from '@wattsense/contract/session';
import { useId } from 'react';
import { paths } from '../paths.ts';
import { RecoveredNotice } from '../recovery/recovered-notice.tsx';
import { securityPaths } from '../security/security-paths.ts';
import { useSignedIn } from '../session/session-query.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Data } from '../ui/data.tsx';
import { Moment } from '../ui/moment.tsx';
import { Notice } from '../ui/notice.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import { SupportLink } from '../ui/support-link.tsx';
import css from './home-page.module.css';
import { Protection } from './protection.tsx';

/** Who is signed in, what happened meanwhile, and how well the account is protected. */
export function HomePage() {
  const view = useSignedIn();
  const t = useConsoleTexts().home;
  const protectionTitle = useId();
  if (!view) return null;
  return (
    <>
      <div className={css.head}>
        <StepHeading title={t.title}>{t.greeting(view.account.name)}</StepHeading>
        <Arrival view={view} />
      </div>
      <RecoveredNotice />
      <Since view={view} />
      <section className={css.section} aria-labelledby={protectionTitle}>
        <h2 id={protectionTitle}>{t.protection}</h2>
        <Summary view={view} />
        <Protection view={view} />
        <div className={css.actions}>
          <ButtonLink
            to={view.twoFactorOn ? paths.security : securityPaths.enable}
            variant={view.twoFactorOn ? 'secondary' : 'primary'}
          >
            {view.twoFactorOn ? t.open : t.enable}
          </ButtonLink>
        </div>
      </section>
    </>
  );
}

function Arrival(props: { view: AuthenticatedView }) {
  const { account, sinceLastSignIn } = props.view;
  const t = useConsoleTexts().home;
  const lastSignInAt = sinceLastSignIn?.lastSignInAt ?? null;
  return (
    <p className={css.sub}>
      <span>
        <span>{t.signedInAs}</span> <Data>{account.login}</Data>
      </span>
      {lastSignInAt ? (
        <span>
          <span>{t.lastSignIn}</span> <Moment at={lastSignInAt} how="absolute" />
        </span>
      ) : null}
    </p>
  );
}

/** What somebody else may have done since the sign-in before this one. */
function Since(props: { view: AuthenticatedView }) {
  const since = props.view.sinceLastSignIn;
  const { home, windows } = useConsoleTexts();
  const t = home.since;
  if (!since) return null;
  return (
    <>
      {since.resetByOperator ? (
        <Notice kind="warn" title={t.reset}>
          <p>{t.resetAdvice}</p>
          <SupportLink url={props.view.supportUrl} />
        </Notice>
      ) : null}
      {since.wrongCodes > 0 ? (
        <Notice kind="warn" title={t.wrongCodes(since.wrongCodes)}>
          <p>{t.wrongCodesAdvice}</p>
          <ButtonLink to={securityPaths.password}>{windows.changePassword}</ButtonLink>
        </Notice>
      ) : null}
    </>
  );
}

function Summary(props: { view: AuthenticatedView }) {
  const { twoFactorOn, protection } = props.view;
  const t = useConsoleTexts().home.summary;
  if (!twoFactorOn) return <p>{t.off}</p>;
  // What cannot be used protects, and does not let its owner in either.
  if (protection.app !== 'usable' && protection.phone !== 'usable') return <p>{t.noneUsable}</p>;
  return <p>{protection.recoveryCodeSaved ? t.on : t.unsaved}</p>;
}
