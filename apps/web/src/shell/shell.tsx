import { useEffect, useState } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { problemOf } from '../api/client-problem.ts';
import { useProblemText } from '../api/problem-text.ts';
import { useShared } from '../i18n/shared-texts.ts';
import { paths } from '../paths.ts';
import { useSignedIn } from '../session/session-query.ts';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { useConsoleTexts } from './console-texts.ts';
import { type MenuFailure, ProfileMenuPlace } from './profile-menu-place.tsx';
import css from './shell.module.css';

/** The console's frame: the bar with the way home and the profile menu, and the page. */
export function Shell() {
  const view = useSignedIn();
  const t = useConsoleTexts().shell;
  const { product } = useShared();
  const problemText = useProblemText();
  const [failure, setFailure] = useState<MenuFailure>(null);
  const { pathname } = useLocation();
  // It is told where it happened, and not on every page from then on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page is what ends it.
  useEffect(() => setFailure(null), [pathname]);
  // It stands at the page's top, and the menu is there wherever one has scrolled to.
  useEffect(() => {
    if (failure) scrollTo(0, 0);
  }, [failure]);
  if (!view) return null;
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t.skip}
      </a>
      <header className={css.bar}>
        <div className={css.barInner}>
          <Link to={paths.home} className={css.brand}>
            <Mark />
            <span translate="no">{product}</span>
          </Link>
          <ProfileMenuPlace view={view} onFailed={setFailure} />
        </div>
      </header>
      <main id="content" className={css.main} tabIndex={-1}>
        {failure ? (
          <Notice kind="danger" title={failure.what === 'menu' ? t.menuFailed : t.signOutFailed}>
            <p role="alert">{problemText(problemOf(failure.error))}</p>
          </Notice>
        ) : null}
        <Outlet />
      </main>
    </div>
  );
}
