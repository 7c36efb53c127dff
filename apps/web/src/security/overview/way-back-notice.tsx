import { useSignedIn } from '../../session/session-query.ts';
import { forgetWayBack, wayBackOf } from '../../session/way-back.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSecurityTexts } from '../security-texts.ts';

/** For whom another application sent here because it asks for two factors: why, and the way back once there are two. */
export function WayBackNotice() {
  const view = useSignedIn();
  const t = useSecurityTexts().wayBack;
  const back = view ? wayBackOf(view.account.login) : null;
  if (!view || back === null) return null;
  if (!view.twoFactorOn)
    return (
      <Notice kind="info" title={t.title}>
        <p>{t.text}</p>
      </Notice>
    );
  return (
    <Notice kind="ok" title={t.readyTitle}>
      {/* Not a page of the console: the browser itself goes there. */}
      <a className={buttonClasses({ variant: 'primary' })} href={back} onClick={forgetWayBack}>
        {t.goOn}
      </a>
    </Notice>
  );
}
