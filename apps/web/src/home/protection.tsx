import type { AuthenticatedView } from '@wattsense/contract/session';
import { paths } from '../paths.ts';
import { AccountWindows, WindowLink } from '../shell/account-windows.tsx';
import { useConsoleTexts } from '../shell/console-texts.ts';

/** The account's windows on the home page; what is missing leads to the Security tab. */
export function Protection(props: { view: AuthenticatedView }) {
  const { protection, twoFactorOn } = props.view;
  const { add } = useConsoleTexts().windows;
  // Without a second factor there is nothing to recover from.
  const needed = twoFactorOn ? 'unsaved' : 'not-needed';
  return (
    <AccountWindows
      stateOf={(kind) => protection[kind]}
      offers={protection}
      recoveryCode={protection.recoveryCodeSaved ? 'saved' : needed}
      action={({ t }, bound) => (bound ? undefined : <WindowLink to={paths.security} word={add} meaning={t.addThe} />)}
      save={paths.security}
    />
  );
}
