import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import { MessageSquareText } from 'lucide-react';
import { askSignedIn, bff } from '../../api/client.ts';
import { useFormat, useTexts } from '../../i18n/language.tsx';
import css from '../../security/overview/overview.module.css';
import { useSecured } from '../../security/use-secured.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Data } from '../../ui/data.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import type { TabParts } from '../kind.ts';
import { CODE_PAGE } from './paths.ts';
import { texts } from './texts.ts';

const phoneOf = (one: Authenticator) => (one.kind === 'phone' ? one.phone : null);

function Digits(props: { authenticator: Authenticator }) {
  const phone = phoneOf(props.authenticator);
  const t = useTexts(texts);
  return phone ? <Data ltr>{t.masked(phone.lastDigits)}</Data> : null;
}

function Country(props: { authenticator: Authenticator }) {
  const phone = phoneOf(props.authenticator);
  const format = useFormat();
  return phone ? <span>{format.country(phone.country)}</span> : null;
}

/** A number whose code was not entered yet. */
function Unfinished(props: { view: SecurityView }) {
  const enrolment = props.view.phoneEnrolment;
  const t = useTexts(texts).unfinished;
  const drop = useSecured({
    run: (id: string) => askSignedIn(() => bff.enrolments[':id'].$delete({ param: { id: id } })),
  });
  if (!enrolment) return null;
  return (
    <Notice kind="info" title={t.title}>
      <p>{t.text(enrolment.number)}</p>
      <div className={css.noticeActions}>
        <ButtonLink to={CODE_PAGE}>{t.goOn}</ButtonLink>
        <Button variant="quiet" busy={drop.busy} onClick={() => drop.start(enrolment.id)}>
          {t.drop}
        </Button>
      </div>
      <ProblemNotice problem={drop.problem} />
    </Notice>
  );
}

export const phoneInTab: TabParts = { icon: MessageSquareText, Which: Digits, Fact: Country, Unfinished };
