import { useLocation } from 'react-router';
import { useShared } from './i18n/shared-texts.ts';
import css from './outline.module.css';
import { isEntry } from './session/next-location.ts';
import shell from './shell/shell.module.css';
import { SignInFrame } from './sign-in/sign-in-layout.tsx';
import { classes } from './ui/classes.ts';
import { Mark } from './ui/mark.tsx';

/**
 * What is there before anything is known: the frame that the page will have, and where its words will stand. It is in
 * the document itself, so that nobody looks at a blank screen while the script is on its way (D057).
 */
export function Outline() {
  const { product, loading } = useShared();
  const words = (
    <>
      <p className="visually-hidden">{loading}</p>
      <span className={classes(css.line, css.title)} />
      <span className={css.line} />
      <span className={css.block} />
      <span className={css.block} />
    </>
  );
  if (isEntry(useLocation()))
    return (
      <SignInFrame>
        <div className={css.entry} aria-busy="true">
          {words}
        </div>
      </SignInFrame>
    );
  return (
    <div className={shell.shell}>
      <header className={shell.bar}>
        <div className={shell.barInner}>
          <span className={shell.brand}>
            <Mark />
            <span translate="no">{product}</span>
          </span>
        </div>
      </header>
      <main className={shell.main} aria-busy="true">
        {words}
      </main>
    </div>
  );
}
