import type { AppEnrolment } from '@wattsense/contract/enrolments';
import { useRef } from 'react';
import { useTexts } from '../../i18n/language.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Data } from '../../ui/data.tsx';
import { Fold } from '../../ui/fold.tsx';
import css from './app.module.css';
import { enrolTexts } from './enrol-texts.ts';
import { keyGroups } from './key-groups.ts';

/** The key as text, for whoever has no camera or no sight, with all that an app may ask for (C072). */
export function AppKey(props: { enrolment: AppEnrolment; title: string }) {
  const { enrolment, title } = props;
  const t = useTexts(enrolTexts);
  const shown = useRef<HTMLElement>(null);
  return (
    <div className={css.key}>
      <p className={css.keyTitle}>{title}</p>
      {/* The spaces between the groups are the reader's; Copy leaves them out. */}
      <code ref={shown} className={css.groups} dir="ltr" translate="no">
        {keyGroups(enrolment.key).map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups of one key never move, and two may be alike.
          <span key={at}>{group} </span>
        ))}
      </code>
      <CopyButton text={enrolment.key} source={shown} label={t.copyKey} />
      <Fold title={t.details}>
        <dl className={css.facts} translate="no">
          <dt>{t.account}</dt>
          <dd>
            <Data>{enrolment.label}</Data>
          </dd>
          <dt>{t.issuer}</dt>
          <dd>
            <Data>{enrolment.issuer}</Data>
          </dd>
          <dt>{t.kind}</dt>
          <dd>{t.kindValue}</dd>
          <dt>{t.digits}</dt>
          <dd>6</dd>
          <dt>{t.period}</dt>
          <dd>{t.periodValue}</dd>
        </dl>
      </Fold>
    </div>
  );
}
