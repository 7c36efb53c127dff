import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { useShared } from './i18n/shared-texts.ts';
import css from './route-failed.module.css';
import { Button } from './ui/button.tsx';
import { StepHeading } from './ui/step-heading.tsx';

/** What is left of a page that failed, and a way on: a reload keeps session and challenge (C097, C098). */
export function RouteFailed() {
  return (
    <main className={css.page}>
      <Failure />
    </main>
  );
}

/** The same within the shell, whose `<main>` it stands in. */
export function PageFailed() {
  return (
    <div className={css.page}>
      <Failure />
    </div>
  );
}

function Failure() {
  const error = useRouteError();
  const t = useShared().failure;
  useEffect(() => {
    // Nothing collects browser errors here; whoever looks into one finds it in the browser's log.
    reportError(error);
  }, [error]);
  return (
    <>
      <StepHeading failed>{t.title}</StepHeading>
      <p>{t.text}</p>
      <Button variant="primary" onClick={() => window.location.reload()}>
        {t.reload}
      </Button>
    </>
  );
}
