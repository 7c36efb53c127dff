import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Enrolment } from '@wattsense/contract/enrolments';
import type { SecurityView } from '@wattsense/contract/security';
import { type FormEvent, useEffect, useState } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { askSignedIn, bff } from '../../api/client.ts';
import { type ClientProblem, mayRetry } from '../../api/client-problem.ts';
import { useProblemText } from '../../api/problem-text.ts';
import { securityQuery } from '../../api/queries.ts';
import { useFormat, useTexts } from '../../i18n/language.tsx';
import { useEnableTexts } from '../../security/enable/enable-texts.ts';
import css from '../../security/enable/flow.module.css';
import { FlowHead } from '../../security/enable/flow-head.tsx';
import { CHANGED_ELSEWHERE, LeadToTab, useOvertaken } from '../../security/enable/lead-to-tab.tsx';
import { useOnceKnown, useTurningOn } from '../../security/enable/use-once-known.ts';
import { WayOut } from '../../security/enable/way-out.tsx';
import { type Outcome, useFlowMemory } from '../../security/flow-memory.tsx';
import { replacedIn, securityPaths } from '../../security/security-paths.ts';
import { useSecured } from '../../security/use-secured.ts';
import { Actions } from '../../ui/actions.tsx';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { TextField } from '../../ui/field.tsx';
import { useAnnounce } from '../../ui/live-region.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { usePageTitle } from '../../ui/step-heading.tsx';
import { useField } from '../../ui/use-field.ts';
import { countryTyped, firstCountry } from './country-list.ts';
import { CountrySelect } from './country-select.tsx';
import { enrolTexts } from './enrol-texts.ts';
import { CODE_PAGE } from './paths.ts';

const WITHDRAWN: Outcome = { kind: 'withdrawn', authenticator: 'phone' };

/** Country and number of the phone that text messages go to. */
export function PhonePage() {
  const [search] = useSearchParams();
  const replaces = replacedIn(search);
  const { data, error, isFetching, refetch } = useQuery(securityQuery);
  const view = useOnceKnown(data);
  const turningOn = useTurningOn();
  const overtaken = useOvertaken(data, 'phone', replaces);
  const t = useTexts(enrolTexts);
  const held = view?.authenticators.some(({ kind }) => kind === 'phone') ?? false;
  if (view && held && replaces === null) return <Navigate to={securityPaths.tab} replace />;
  if (view && !view.smsOffered) return <LeadToTab outcome={WITHDRAWN} />;
  if (overtaken) return <LeadToTab outcome={CHANGED_ELSEWHERE} />;
  return (
    <div className={css.flow}>
      <FlowHead title={replaces === null ? t.title : t.titleReplace} step={turningOn ? 2 : null}>
        <p>{replaces === null ? t.text : t.textReplace}</p>
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
    run: (phone: { country: string; number: string }): Promise<Enrolment> =>
      askSignedIn(() =>
        bff.enrolments.$post({ json: { kind: 'phone', ...phone, ...(replaces === null ? {} : { replaces }) } }),
      ),
    onDone: (enrolment, phone) => {
      if (enrolment.kind !== 'phone') return;
      setDraft(phone);
      setOver(null);
      client.setQueryData(securityQuery.queryKey, (view) => (view ? { ...view, phoneEnrolment: enrolment } : view));
      void navigate(CODE_PAGE);
    },
    onProblem,
  });
}

function PhoneForm(props: { view: SecurityView; replaces: string | null }) {
  const { view, replaces } = props;
  const { smsCountries: served, phoneEnrolment } = view;
  const t = useTexts(enrolTexts);
  const { over: reasons } = useEnableTexts();
  const format = useFormat();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const { draft, over } = useFlowMemory();
  const [country, setCountry] = useState(
    draft?.['country'] ?? phoneEnrolment?.country ?? firstCountry(served, navigator.languages),
  );
  const number = useField(
    (typed) => (typed.trim() === '' ? t.numberEmpty : null),
    draft?.['number'] ?? phoneEnrolment?.number ?? '',
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
    announce(t.follows(format.country(told)));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.judge()) begin.start({ country, number: number.value });
  };
  const title = replaces === null ? t.title : t.titleReplace;
  usePageTitle(title, Boolean(number.error ?? trouble));
  const why = over && over !== 'confirmed' ? reasons[over] : null;
  useEffect(() => {
    if (why) announce(why);
  }, [why, announce]);

  if (trouble?.type === 'sms-not-offered') return <LeadToTab outcome={WITHDRAWN} />;
  if (trouble && !mayRetry(trouble)) return <LeadToTab outcome={{ kind: 'changed', problem: trouble }} />;
  return (
    <form method="post" noValidate className={css.form} onSubmit={submit}>
      {why ? (
        <Notice kind="warn">
          <p>{why}</p>
        </Notice>
      ) : null}
      <CountrySelect
        label={t.country}
        served={served}
        name="country"
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      <TextField
        type="tel"
        autoComplete="tel-national"
        dir="ltr"
        label={t.number}
        hint={t.numberHint}
        name="number"
        ref={number.input}
        error={number.error}
        value={number.value}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={number.leave}
      />
      <ProblemNotice problem={trouble} />
      <Actions>
        <Button type="submit" variant="primary" busy={begin.busy} busyWord={t.sending}>
          {t.send}
        </Button>
        <WayOut kind="phone" />
      </Actions>
    </form>
  );
}
