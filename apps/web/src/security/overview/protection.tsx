import type { Authenticator, SecurityView } from '@wattsense/contract/security';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { Link } from 'react-router';
import { useConsoleTexts } from '../../shell/console-texts.ts';
import { type ProtectionWindow, ProtectionWindows } from '../../ui/protection-windows.tsx';
import { canEnrol } from '../can-enrol.ts';
import { enrolPath, securityPaths } from '../security-paths.ts';
import { useSecurityTexts } from '../security-texts.ts';

/** The account's windows, each with what may be done about it. */
export function Protection(props: { view: SecurityView }) {
  const { view } = props;
  const t = useConsoleTexts().windows;
  const words = useSecurityTexts();

  const link = (to: string, word: string, meaning: string) => (
    <Link to={to} aria-label={meaning}>
      {word}
    </Link>
  );

  const appWorks = view.authenticators.some(({ kind, unusable }) => kind === 'app' && unusable === null);
  const bound = (kind: AuthenticatorKind, label: string): ProtectionWindow => {
    const one: Authenticator | undefined = view.authenticators.find((each) => each.kind === kind);
    if (one) {
      return {
        id: kind,
        label,
        lit: one.unusable === null,
        state: t.bound[one.unusable ?? 'usable'][kind],
        action: canEnrol(view, kind)
          ? link(enrolPath(kind, one.id), words.windows.replace[kind], words.authenticator.replaceThe[kind])
          : undefined,
      };
    }
    const offered = canEnrol(view, kind);
    return {
      id: kind,
      label,
      lit: false,
      // Text messages are the weaker method: with an app there is nothing missing.
      state: offered ? (kind === 'phone' && appWorks ? t.optional : t.missing) : t.notOffered,
      action: offered ? link(enrolPath(kind, null), t.add, words.authenticator.addThe[kind]) : undefined,
    };
  };

  const code = (): ProtectionWindow => {
    const same = { id: 'recovery-code', label: t.recoveryCode };
    if (!view.recoveryCode) return { ...same, lit: false, state: t.none };
    if (view.recoveryCode.saved) return { ...same, lit: true, state: t.saved };
    return { ...same, lit: false, state: t.unsaved, action: link(securityPaths.recoveryCode, t.save, t.saveCode) };
  };

  return (
    <ProtectionWindows
      windows={[
        {
          id: 'password',
          label: t.password,
          lit: true,
          state: t.on,
          action: link(securityPaths.password, t.change, t.changePassword),
        },
        bound('app', t.app),
        bound('phone', t.phone),
        code(),
      ]}
    />
  );
}
