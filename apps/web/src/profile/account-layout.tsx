import { NavLink, Outlet, useLocation } from 'react-router';
import { paths } from '../paths.ts';
import { RecoveredNotice } from '../recovery/recovered-notice.tsx';
import { useConsoleTexts } from '../shell/console-texts.ts';
import css from './account-layout.module.css';

const TABS: ReadonlySet<string> = new Set([paths.profile, paths.security]);

/** The account's tabs, Profile and Security. A flow below a tab has the page to itself. */
export function AccountLayout() {
  const { pathname } = useLocation();
  const t = useConsoleTexts();
  const atTab = TABS.has(pathname.replace(/\/$/, ''));
  return (
    <>
      {atTab ? (
        <div className={css.head}>
          <nav className={css.tabs} aria-label={t.profile.tabs}>
            <NavLink to={paths.profile} className={css.tab ?? ''}>
              {t.shell.profile}
            </NavLink>
            <NavLink to={paths.security} className={css.tab ?? ''}>
              {t.shell.security}
            </NavLink>
          </nav>
          <RecoveredNotice />
        </div>
      ) : null}
      <div className={css.page}>
        <Outlet />
      </div>
    </>
  );
}
