import { NavLink, Outlet, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { RecoveredNotice } from '../recovery/recovered-notice.tsx';
import { useConsoleTexts } from '../shell/console-texts.ts';
import css from './account-layout.module.css';

/** The account's tabs, Profile and Security. A flow below a tab has the page to itself. */
export function AccountLayout() {
  const { pathname } = useLocation();
  const t = useConsoleTexts();
  const page = pathname.replace(/\/$/, '');
  const atSecurity = page === paths.security;
  return (
    <>
      {atSecurity || page === paths.profile ? (
        <div className={css.head}>
          <nav className={css.tabs} aria-label={t.profile.tabs}>
            <NavLink to={paths.profile} className={css.tab ?? ''}>
              {t.shell.profile}
            </NavLink>
            <NavLink to={paths.security} className={css.tab ?? ''}>
              {t.shell.security}
            </NavLink>
          </nav>
          {atSecurity ? <RecoveredNotice /> : null}
        </div>
      ) : null}
      {/* In no box of its own, which would move where a flow's page has no tabs above it. */}
      <Outlet />
    </>
  );
}
