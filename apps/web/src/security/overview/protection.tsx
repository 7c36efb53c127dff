import type { SecurityView } from '@wattsense/contract/security';
import type { MethodState } from '@wattsense/contract/session';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { AccountWindows, WindowLink } from '../../shell/account-windows.tsx';
import { useConsoleTexts } from '../../shell/console-texts.ts';
import { enrolPath, securityPaths } from '../security-paths.ts';

/** The account's windows, each with what may be done about it. */
export function Protection(props: { view: SecurityView }) {
  const { authenticators, recoveryCode } = props.view;
  const t = useConsoleTexts().windows;
  const boundOf = (kind: AuthenticatorKind) => authenticators.filter((one) => one.kind === kind);
  const stateOf = (kind: AuthenticatorKind): MethodState => {
    const [first, ...more] = boundOf(kind).map(({ unusable }) => unusable ?? 'usable');
    return more.includes('usable') ? 'usable' : (first ?? 'none');
  };
  return (
    <AccountWindows
      stateOf={stateOf}
      offers={props.view}
      recoveryCode={recoveryCode === null ? 'not-needed' : recoveryCode.saved ? 'saved' : 'unsaved'}
      password={<WindowLink to={securityPaths.password} word={t.change} meaning={t.changePassword} />}
      action={({ kind, t: said }) => {
        const [bound] = boundOf(kind);
        return bound ? (
          <WindowLink to={enrolPath(kind, bound.id)} word={said.window.replace} meaning={said.replaceThe} />
        ) : (
          <WindowLink to={enrolPath(kind, null)} word={t.add} meaning={said.addThe} />
        );
      }}
      save={securityPaths.recoveryCode}
    />
  );
}
