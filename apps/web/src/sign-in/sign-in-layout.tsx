import type { ReactNode } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useShared } from '../i18n/shared-texts.ts';
import { useSessionQuery } from '../session/session-query.ts';
import { Mark } from '../ui/mark.tsx';
import { NightFacade } from '../ui/night-facade.tsx';
import { SupportLink } from '../ui/support-link.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import css from './sign-in-layout.module.css';

/** What both steps of signing in stand in. */
export function SignInLayout() {
  return (
    <SignInFrame>
      <Outlet />
    </SignInFrame>
  );
}

export function SignInFrame(props: { children: ReactNode }) {
  const { data: view } = useSessionQuery();
  const { pathname } = useLocation();
  const t = useShared();
  return (
    <div className={css.layout}>
      <div className={css.facade}>
        <NightFacade />
      </div>
      <div className={css.panel}>
        <header className={css.brand}>
          <Mark size={32} />
          <span translate="no">{t.product}</span>
        </header>
        <main className={css.main}>{props.children}</main>
        {/* Another page has another foot: none travels from where the one before had it. */}
        <footer key={pathname} className={css.foot}>
          {view ? <SupportLink url={view.supportUrl} /> : null}
          <LanguageSwitch />
        </footer>
      </div>
    </div>
  );
}
