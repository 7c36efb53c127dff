import { useShared } from '../i18n/shared-texts.ts';
import css from './step-windows.module.css';
import { Window } from './window.tsx';

/** Where a flow is: windows that light up as steps are done, and "Step 2 of 3", which carries the meaning. */
export function StepWindows(props: { at: number; of: number }) {
  const { at, of } = props;
  const t = useShared();
  return (
    <p className={css.steps}>
      <span className={css.windows}>
        {Array.from({ length: of }, (_, index) => index + 1).map((step) => (
          <Window key={step} lit={step < at} width={14} />
        ))}
      </span>
      <span>{t.step(at, of)}</span>
    </p>
  );
}
