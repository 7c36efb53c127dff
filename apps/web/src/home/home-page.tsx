import type { AuthenticatedView } from '@wattsense/contract/session';
import { useId, useState } from 'react';
import { useKinds } from '../authenticators/kinds.ts';
import { paths } from '../paths.ts';
import { RecoveredNotice } from '../recovery/recovered-notice.tsx';
import { securityPaths } from '../security/security-paths.ts';
import { useSignedIn } from '../session/session-query.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import { Actions } from '../ui/actions.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Data } from '../ui/data.tsx';
import { StepHeading } from '../ui/step-heading.tsx';
import css from './home-page.module.css';
import { Notices } from './notices.tsx';
import { Protection } from './protection.tsx';

/** Who is signed in, what happened meanwhile, and how well the account is protected. */
export function HomePage() {
  const view = useSignedIn();
  const t = useConsoleTexts().home;
  const protectionTitle = useId();
  // What held the focus is gone with the notices: back to the heading.
  const [seen, setSeen] = useState(0);
  if (!view) return null;
  return (
    <>
      <div className={css.head}>
        <StepHeading title={t.title} step={seen}>
          {t.greeting(view.account.name)}
        </StepHeading>
        <Arrival view={view} />
      </div>
      <RecoveredNotice />
      <Notices view={view} onSeen={() => setSeen((times) => times + 1)} />
      <section className={css.section} aria-labelledby={protectionTitle}>
        <h2 id={protectionTitle}>{t.protection}</h2>
        <Summary view={view} />
        <Protection view={view} />
        <Actions>
          <ButtonLink
            to={view.twoFactorOn ? paths.security : securityPaths.enable}
            variant={view.twoFactorOn ? 'secondary' : 'primary'}
          >
            {view.twoFactorOn ? t.open : t.enable}
          </ButtonLink>
        </Actions>
      </section>
    </>
  );
}

function Arrival(props: { view: AuthenticatedView }) {
  const { account } = props.view;
  const t = useConsoleTexts().home;
  return (
    <p className={css.sub}>
      <span>
        <span>{t.signedInAs}</span> <Data>{account.login}</Data>
      </span>
    </p>
  );
}

function Summary(props: { view: AuthenticatedView }) {
  const { twoFactorOn, protection } = props.view;
  const t = useConsoleTexts().home.summary;
  const kinds = [...useKinds().keys()];
  if (!twoFactorOn) return <p>{t.off}</p>;
  // What cannot be used protects, and does not let its owner in either.
  if (!kinds.some((kind) => protection[kind] === 'usable')) return <p>{t.noneUsable}</p>;
  return <p>{protection.recoveryCodeSaved ? t.on : t.unsaved}</p>;
}
