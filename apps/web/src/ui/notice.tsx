import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useShared } from '../i18n/shared-texts.ts';
import { classes } from './classes.ts';
import css from './notice.module.css';

const ICONS = {
  info: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  danger: CircleAlert,
};

export type NoticeKind = keyof typeof ICONS;

/**
 * Something to know, set apart. It is not a live region: announce its words with `useAnnounce` when
 * it appears without the focus moving to it.
 */
export function Notice(props: {
  kind: NoticeKind;
  title?: string;
  /** Given, the notice can take the focus. */
  ref?: Ref<HTMLDivElement>;
  children?: ReactNode;
}) {
  const { kind, title, ref, children } = props;
  const Icon = ICONS[kind];
  const t = useShared();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a dialog that gives it the focus scrolls nowhere by itself.
    <div
      ref={ref}
      tabIndex={ref ? -1 : undefined}
      onFocus={ref ? ({ currentTarget }) => currentTarget.scrollIntoView({ block: 'nearest' }) : undefined}
      className={classes(css.notice, css[kind])}
    >
      <Icon size={20} role="img" aria-label={t.notice[kind]} />
      <div className={css.body}>
        {title ? <p className={css.title}>{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
