import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { useShared } from './i18n/shared-texts.ts';
import css from './route-failed.module.css';
import { Button } from './ui/button.tsx';

/** What is left of a page that failed, and a way on: a reload keeps session and challenge (C097, C098). */
export function RouteFailed() {
  const error = useRouteError();
  const t = useShared().failure;
  useEffect(() => {
    // Nothing collects browser errors here; whoever looks into one finds it in the browser's log.
    reportError(error);
  }, [error]);
  return (
    <main className={css.page}>
      <h1>{t.title}</h1>
      <p>{t.text}</p>
      <Button variant="primary" onClick={() => window.location.reload()}>
        {t.reload}
      </Button>
    </main>
  );
}
