import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Enrolment } from '@wattsense/contract/enrolments';
import type { ProblemOf } from '@wattsense/contract/problem';
import type { SecurityView } from '@wattsense/contract/security';
import { type FormEvent, useEffect, useState } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { api } from '../../api/client.ts';
import { type ClientProblem, mayRetry } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { securityQuery } from '../../api/queries.ts';
import { useFormat } from '../../i18n/language.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { TextField } from '../../ui/field.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/step-heading.tsx';
import { useField } from '../../ui/use-field.ts';
import { type PhoneDraft, useFlowMemory } from '../flow-memory.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { enrolPath, replacedIn, securityPaths } from '../security-paths.ts';
import { useEnableTexts } from '../security-texts.ts';
import { useSecured } from '../use-secured.ts';
import { countryTyped, firstCountry } from './country-list.ts';
import { CountrySelect } from './country-select.tsx';
import css from './flow.module.css';
import { FlowHead } from './flow-head.tsx';
import { CHANGED_ELSEWHERE, LeadToTab, useOvertaken } from './lead-to-tab.tsx';
import { useOnceKnown, useTurningOn } from './use-once-known.ts';

const SMS_OFF: ProblemOf<'sms-not-offered'> = { type: 'sms-not-offered', title: '', status: 409 };

/** Country and number of the phone that text messages go to. */
export function PhonePage() {
  const [search] = useSearchParams();
  const replaces = replacedIn(search);
  const { data, error, isFetching, refetch } = useQuery(securityQuery);
  const view = useOnceKnown(data);
  const turningOn = useTurningOn();
  const overtaken = useOvertaken(data, 'phone', replaces);
  const t = useEnableTexts();
  const held = view?.authenticators.some(({ kind }) => kind === 'phone') ?? false;
  if (view && held && replaces === null) return <Navigate to={securityPaths.tab} replace />;
  if (view && !view.smsOffered) return <LeadToTab problem={SMS_OFF} />;
  if (overtaken) return <LeadToTab problem={CHANGED_ELSEWHERE} />;
  return (
    <div className={css.flow}>
      <FlowHead title={replaces === null ? t.phone.title : t.phone.titleReplace} step={turningOn ? 2 : null}>
        <p>{replaces === null ? t.phone.text : t.phone.textReplace}</p>
      </FlowHead>
      {view ? (
        <PhoneForm view={view} replaces={replaces} />
      ) : error ? (
        <Failed error={error} busy={isFetching} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

/** Begins to enrol the phone and goes to the page for its code. */
function useBeginPhone(replaces: string | null, onProblem: (problem: ClientProblem) => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { setDraft, setOver } = useFlowMemory();
  return useSecured({
    run: (phone: PhoneDraft): Promise<Enrolment> =>
      api.beginEnrolment({ kind: 'phone', ...phone, ...(replaces === null ? {} : { replaces }) }),
    onDone: (enrolment, phone) => {
      if (enrolment.kind !== 'phone') return;
      setDraft(phone);
      setOver(null);
      client.setQueryData(securityQuery.queryKey, (view) => (view ? { ...view, phoneEnrolment: enrolment } : view));
      void navigate(securityPaths.phoneCode);
    },
    onProblem,
  });
}

function PhoneForm(props: { view: SecurityView; replaces: string | null }) {
  const { view, replaces } = props;
  const { smsCountries: served, phoneEnrolment, twoFactorOn } = view;
  const t = useEnableTexts();
  const format = useFormat();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const { draft, over } = useFlowMemory();
  const [country, setCountry] = useState(
    draft?.country ?? phoneEnrolment?.country ?? firstCountry(served, navigator.languages),
  );
  const number = useField(
    (typed) => (typed.trim() === '' ? t.phone.numberEmpty : null),
    draft?.number ?? phoneEnrolment?.number ?? '',
  );
  const begin = useBeginPhone(replaces, (problem) => {
    if (problem.type === 'phone-refused') number.refuse(problemText(problem));
  });
  const trouble = begin.problem?.type === 'phone-refused' ? null : begin.problem;

  const type = (typed: string) => {
    number.type(typed);
    // What is typed stays as it is typed; only the choice beside it follows.
    const told = countryTyped(typed, served, country);
    if (told === null || told === country) return;
    setCountry(told);
    announce(t.phone.follows(format.country(told)));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.judge()) begin.start({ country, number: number.value });
  };
  const title = replaces === null ? t.phone.title : t.phone.titleReplace;
  usePageTitle(title, Boolean(number.error ?? trouble));
  const why = over && over !== 'confirmed' ? t.over[over] : null;
  useEffect(() => {
    if (why) announce(why);
  }, [why, announce]);

  if (trouble && !mayRetry(trouble)) return <LeadToTab problem={trouble} />;
  return (
    <form method="post" noValidate className={css.form} onSubmit={submit}>
      {why ? (
        <Notice kind="warn">
          <p>{why}</p>
        </Notice>
      ) : null}
      <CountrySelect
        label={t.phone.country}
        served={served}
        name="country"
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      <TextField
        type="tel"
        autoComplete="tel-national"
        dir="ltr"
        label={t.phone.number}
        hint={t.phone.numberHint}
        name="number"
        ref={number.input}
        error={number.error}
        value={number.value}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={number.leave}
      />
      <ProblemNotice problem={trouble} />
      <div className={css.actions}>
        <Button type="submit" variant="primary" busy={begin.busy} busyWord={t.phone.sending}>
          {t.phone.send}
        </Button>
        <ButtonLink to={twoFactorOn ? securityPaths.tab : enrolPath('app', null)} variant="quiet">
          {twoFactorOn ? t.leaveAdding : t.phone.useApp}
        </ButtonLink>
      </div>
    </form>
  );
}
