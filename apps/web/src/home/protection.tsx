import type { AuthenticatedView } from '@wattsense/contract/session';
import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { useConsoleTexts } from '../shell/console-texts.ts';
import { type ProtectionWindow, ProtectionWindows } from '../ui/protection-windows.tsx';

/** The account's windows on the home page; what is missing leads to the Security tab. */
export function Protection(props: { view: AuthenticatedView }) {
  const { protection, twoFactorOn } = props.view;
  const t = useConsoleTexts().windows;
  const action = (word: string, meaning: string) => (
    <Link to={paths.security} aria-label={meaning}>
      {word}
    </Link>
  );
  const windows: ProtectionWindow[] = [
    { id: 'password', label: t.password, lit: true, state: t.on },
    protection.app
      ? { id: 'app', label: t.app, lit: true, state: t.on }
      : { id: 'app', label: t.app, lit: false, state: t.missing, action: action(t.add, t.addApp) },
    protection.phone
      ? { id: 'phone', label: t.phone, lit: true, state: t.on }
      : {
          id: 'phone',
          label: t.phone,
          lit: false,
          state: protection.app ? t.optional : t.missing,
          action: action(t.add, t.addPhone),
        },
    recoveryWindow(),
  ];
  return <ProtectionWindows windows={windows} />;

  function recoveryWindow(): ProtectionWindow {
    const same = { id: 'recovery-code', label: t.recoveryCode };
    if (protection.recoveryCodeSaved) return { ...same, lit: true, state: t.saved };
    // Without a second factor there is nothing to recover from.
    if (!twoFactorOn) return { ...same, lit: false, state: t.none };
    return { ...same, lit: false, state: t.unsaved, action: action(t.save, t.saveCode) };
  }
}
