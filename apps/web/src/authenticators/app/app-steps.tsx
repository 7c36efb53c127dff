import type { AppEnrolment } from '@wattsense/contract/enrolments';
import { QRCodeSVG } from 'qrcode.react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../../i18n/language.tsx';
import { ConfirmForm } from '../../security/enable/confirm-form.tsx';
import flow from '../../security/enable/flow.module.css';
import type { Confirm } from '../../security/enable/use-confirm.ts';
import { WayOut } from '../../security/enable/way-out.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Quoted } from '../../ui/quoted.tsx';
import css from './app.module.css';
import { AppKey } from './app-key.tsx';
import { enrolTexts } from './enrol-texts.ts';
import { qrText } from './qr-text.ts';
import { useOnPhone } from './use-on-phone.ts';

/** What to do with the app, in order. On a phone the link comes first, elsewhere the QR code. */
export function AppSteps(props: { enrolment: AppEnrolment; confirm: Confirm; focused: boolean }) {
  const { enrolment, confirm, focused } = props;
  const t = useTexts(enrolTexts);
  const onPhone = useOnPhone();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (focused) list.current?.focus();
  }, [focused]);
  return (
    <ol ref={list} tabIndex={-1} className={flow.steps}>
      {onPhone ? null : (
        <Step title={t.install}>
          <p className={flow.muted}>{t.installText}</p>
        </Step>
      )}
      {onPhone ? <OnThisPhone enrolment={enrolment} /> : <ByCamera enrolment={enrolment} />}
      <Step title={t.enter}>
        <ConfirmForm
          confirm={confirm}
          page={enrolment.replaces === null ? t.title : t.titleReplace}
          words={t.form}
          beside={<WayOut kind="app" />}
        >
          {confirm.wrong ? null : <p className={flow.small}>{t.clock}</p>}
        </ConfirmForm>
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
  const t = useTexts(enrolTexts);
  return (
    <Step title={t.scan}>
      <p className={flow.muted}>
        <Quoted text={t.scanText(enrolment.issuer)} />
      </p>
      <div className={css.scan}>
        <QrCard uri={enrolment.otpauthUri} />
        <AppKey enrolment={enrolment} title={t.noCamera} />
      </div>
    </Step>
  );
}

function OnThisPhone(props: { enrolment: AppEnrolment }) {
  const { enrolment } = props;
  const t = useTexts(enrolTexts);
  return (
    <Step title={t.install}>
      <p className={flow.muted}>{t.installText}</p>
      <p className={flow.muted}>
        <Quoted text={t.scanText(enrolment.issuer)} />
      </p>
      {/* A link of the page alone: nothing prefetches it, and the secret reaches no server's log. */}
      <a className={buttonClasses({ variant: 'secondary', full: true })} href={enrolment.otpauthUri} rel="noreferrer">
        {t.open}
      </a>
      <p className={flow.muted}>{t.openText}</p>
      <AppKey enrolment={enrolment} title={t.key} />
      <Fold title={t.otherDevice}>
        <QrCard uri={enrolment.otpauthUri} />
      </Fold>
    </Step>
  );
}

/** Drawn here, from what the page holds: no picture service ever sees the secret (C062). */
function QrCard(props: { uri: string }) {
  const t = useTexts(enrolTexts);
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
