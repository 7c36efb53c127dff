import type { AuthenticatedView } from '@wattsense/contract/session';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { ReactNode } from 'react';
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
    method('app', t.app, action(t.add, t.addApp)),
    method('phone', t.phone, protection.smsOffered ? action(t.add, t.addPhone) : undefined),
    recoveryWindow(),
  ];
  return <ProtectionWindows windows={windows} />;

  function method(id: AuthenticatorKind, label: string, add: ReactNode): ProtectionWindow {
    const state = protection[id];
    if (state !== 'none') return { id, label, lit: state === 'usable', state: t.bound[state][id] };
    // Text messages are the weaker method: with an app there is nothing missing.
    if (id === 'phone' && (protection.app === 'usable' || !protection.smsOffered))
      return { id, label, lit: false, state: protection.smsOffered ? t.optional : t.notOffered, action: add };
    return { id, label, lit: false, state: t.missing, action: add };
  }

  function recoveryWindow(): ProtectionWindow {
    const same = { id: 'recovery-code', label: t.recoveryCode };
    if (protection.recoveryCodeSaved) return { ...same, lit: true, state: t.saved };
    // Without a second factor there is nothing to recover from.
    if (!twoFactorOn) return { ...same, lit: false, state: t.none };
    return { ...same, lit: false, state: t.unsaved, action: action(t.save, t.saveCode) };
  }
}
