import { useShared } from '../i18n/shared-texts.ts';
import css from './loading.module.css';
import { Spinner } from './spinner.tsx';

/** Says after a quarter of a second that something is being fetched. */
export function Loading() {
  const t = useShared();
  return (
    <p className={css.loading} aria-busy="true">
      <Spinner />
      <span>{t.loading}</span>
    </p>
  );
}
