import { useKinds } from '../../authenticators/kinds.ts';
import { useShared } from '../../i18n/shared-texts.ts';
import { classes } from '../../ui/classes.ts';
import { Window } from '../../ui/window.tsx';
import css from './page-skeleton.module.css';

/** The tab's shapes while it is being fetched, from 200 ms on; as high as what will stand there. */
export function PageSkeleton() {
  const { loading } = useShared();
  const bays = ['password', ...useKinds().keys(), 'recovery-code'];
  return (
    <div className={css.page} aria-busy="true">
      <p className="visually-hidden">{loading}</p>
      <div className={classes(css.block, css.facade)}>
        {bays.map((bay) => (
          <Window key={bay} lit={false} width={48} />
        ))}
      </div>
      <div className={classes(css.block, css.tall)}>
        <Lines />
        <Lines />
      </div>
      <div className={classes(css.block, css.short)}>
        <Lines />
      </div>
      <div className={classes(css.block, css.tall)}>
        <Lines />
        <Lines />
      </div>
    </div>
  );
}

function Lines() {
  return (
    <div className={css.lines}>
      <span className={css.line} />
      <span className={classes(css.line, css.second)} />
    </div>
  );
}
