import { useFormat } from '../i18n/language.tsx';

/** A moment in words ("3 hours ago") with its date and time beside it for whoever asks. `at` is ISO 8601. */
export function Moment(props: { at: string; how?: 'relative' | 'absolute' | 'both' }) {
  const { at, how = 'both' } = props;
  const format = useFormat();
  const date = new Date(at);
  const absolute = format.dateTime(date);
  const relative = format.relative(date);
  return (
    <time dateTime={at} title={how === 'relative' ? absolute : undefined}>
      {how === 'relative'
        ? relative
        : how === 'absolute'
          ? absolute
          : `${absolute} (${relative.replaceAll(' ', '\u00a0')})`}
    </time>
  );
}
