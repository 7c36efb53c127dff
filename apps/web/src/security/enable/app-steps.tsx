import type { AppEnrolment } from '@wattsense/contract/enrolments';
import { ChevronRight } from 'lucide-react';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useEffect, useRef } from 'react';
import { ButtonLink, buttonClasses } from '../../ui/button.tsx';
import { securityPaths } from '../security-paths.ts';
import { useEnableTexts } from '../security-texts.ts';
import css from './app.module.css';
import { AppKey } from './app-key.tsx';
import { CodeForm } from './code-form.tsx';
import flow from './flow.module.css';
import { qrText } from './qr-text.ts';
import type { Confirm } from './use-confirm.ts';
import { useOnPhone } from './use-on-phone.ts';

/** What to do with the app, in order. On a phone the link comes first, elsewhere the QR code. */
export function AppSteps(props: { enrolment: AppEnrolment; confirm: Confirm; leave: string; focused: boolean }) {
  const { enrolment, confirm, leave, focused } = props;
  const t = useEnableTexts();
  const onPhone = useOnPhone();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (focused) list.current?.focus();
  }, [focused]);
  return (
    <ol ref={list} tabIndex={-1} className={flow.steps}>
      {onPhone ? null : (
        <Step title={t.app.install}>
          <p className={flow.muted}>{t.app.installText}</p>
        </Step>
      )}
      {onPhone ? <OnThisPhone enrolment={enrolment} /> : <ByCamera enrolment={enrolment} />}
      <Step title={t.app.enter}>
        <CodeForm
          confirm={confirm}
          page={enrolment.replaces === null ? t.app.title : t.app.titleReplace}
          label={t.app.code}
          hint={t.app.codeHint}
          pasted={t.app.codePasted}
          beside={
            <ButtonLink to={securityPaths.tab} variant="quiet">
              {leave}
            </ButtonLink>
          }
        >
          {confirm.wrong ? null : <p className={flow.small}>{t.app.clock}</p>}
        </CodeForm>
      </Step>
    </ol>
  );
}

function Step(props: { title: string; children: ReactNode }) {
  return (
    <li className={flow.step}>
      <h2 className={flow.stepTitle}>{props.title}</h2>
      {props.children}
    </li>
  );
}

function ByCamera(props: { enrolment: AppEnrolment }) {
  const { enrolment } = props;
  const t = useEnableTexts().app;
  return (
    <Step title={t.scan}>
      <p className={flow.muted}>{t.scanText(enrolment.issuer)}</p>
      <div className={css.scan}>
        <QrCard uri={enrolment.otpauthUri} />
        <AppKey enrolment={enrolment} title={t.noCamera} />
      </div>
    </Step>
  );
}

function OnThisPhone(props: { enrolment: AppEnrolment }) {
  const { enrolment } = props;
  const t = useEnableTexts().app;
  return (
    <Step title={t.install}>
      <p className={flow.muted}>{t.installText}</p>
      <p className={flow.muted}>{t.scanText(enrolment.issuer)}</p>
      {/* A link of the page alone: nothing prefetches it, and the secret reaches no server's log. */}
      <a className={buttonClasses({ variant: 'secondary', full: true })} href={enrolment.otpauthUri} rel="noreferrer">
        {t.open}
      </a>
      <p className={flow.muted}>{t.openText}</p>
      <AppKey enrolment={enrolment} title={t.key} />
      <details className={css.fold}>
        <summary>
          <ChevronRight size={18} aria-hidden="true" />
          <span>{t.otherDevice}</span>
        </summary>
        <QrCard uri={enrolment.otpauthUri} />
      </details>
    </Step>
  );
}

/** Drawn here, from what the page holds: no picture service ever sees the secret (C062). */
function QrCard(props: { uri: string }) {
  const t = useEnableTexts().app;
  return (
    <div className={css.qr}>
      <QRCodeSVG
        value={qrText(props.uri)}
        size={240}
        level="M"
        marginSize={4}
        bgColor="#ffffff"
        fgColor="#000000"
        title={t.qr}
      />
    </div>
  );
}
