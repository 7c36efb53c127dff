import type { SecurityView } from '@wattsense/contract/security';
import type { MethodState } from '@wattsense/contract/session';
import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { SaidKind } from '../authenticators/kind.ts';
import { useKinds } from '../authenticators/kinds.ts';
import { type ProtectionWindow, ProtectionWindows } from '../ui/protection-windows.tsx';
import { useConsoleTexts } from './console-texts.ts';

/** What may be done about a window: where it leads, its word, and what that means without the window beside it. */
export function WindowLink(props: { to: string; word: string; meaning: string }) {
  return (
    <Link to={props.to} aria-label={props.meaning}>
      {props.word}
    </Link>
  );
}

/** What an account is protected by, each with what may be done about it from this page. */
export function AccountWindows(props: {
  stateOf: (kind: AuthenticatorKind) => MethodState;
  offers: Pick<SecurityView, 'smsOffered'>;
  recoveryCode: 'not-needed' | 'unsaved' | 'saved';
  password?: ReactNode;
  /** Asked of a kind that is offered. */
  action: (kind: SaidKind, bound: boolean) => ReactNode;
  /** To save the recovery code. */
  save: string;
}) {
  const { stateOf, offers, recoveryCode, password, action, save } = props;
  const t = useConsoleTexts().windows;
  const kinds = [...useKinds().values()];
  const strong = kinds.some(({ kind, weaker }) => !weaker && stateOf(kind) === 'usable');

  const window = (kind: SaidKind): ProtectionWindow => {
    const state = stateOf(kind.kind);
    const offered = kind.offered(offers);
    // With a stronger method there is nothing missing.
    const missing = kind.weaker && strong ? t.optional : t.missing;
    const words = { none: offered ? missing : t.notOffered, usable: t.on, ...kind.t.window.unusable };
    return {
      id: kind.kind,
      label: kind.t.window.label,
      lit: state === 'usable',
      state: words[state],
      action: offered ? action(kind, state !== 'none') : undefined,
    };
  };

  const code = { 'not-needed': t.none, unsaved: t.unsaved, saved: t.saved };
  return (
    <ProtectionWindows
      windows={[
        { id: 'password', label: t.password, lit: true, state: t.on, action: password },
        ...kinds.map(window),
        {
          id: 'recovery-code',
          label: t.recoveryCode,
          lit: recoveryCode === 'saved',
          state: code[recoveryCode],
          action: recoveryCode === 'unsaved' ? <WindowLink to={save} word={t.save} meaning={t.saveCode} /> : undefined,
        },
      ]}
    />
  );
}
