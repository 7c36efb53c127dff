import type { AuthenticatedView } from '@wattsense/contract/session';
import { ChevronDown } from 'lucide-react';
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '../api/client-problem.ts';
import { Avatar } from './avatar.tsx';
import { useConsoleTexts } from './console-texts.ts';
import css from './profile-menu.module.css';
import type { ProfileMenuProps } from './profile-menu.tsx';

/** What of the menu failed, or null where it is tried again. */
export type MenuFailure = { readonly what: 'menu' | 'sign-out'; readonly error: unknown } | null;

/**
 * The profile menu's button at once, its menu a moment later: the page itself needs none of it. What
 * the person did meanwhile is not lost: the focus stays on the button, and a press opens the menu, or says why not.
 */
export function ProfileMenuPlace(props: { view: AuthenticatedView; onFailed: (failure: MenuFailure) => void }) {
  const { view, onFailed } = props;
  const { shell: t } = useConsoleTexts();
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  const [loaded, setLoaded] = useState<{ Menu: ComponentType<ProfileMenuProps>; focused: boolean } | null>(null);

  const load = useCallback(async () => {
    const { ProfileMenu } = await import('./profile-menu.tsx');
    setLoaded({ Menu: ProfileMenu, focused: document.activeElement === button.current });
    onFailed(null);
  }, [onFailed]);
  useEffect(() => {
    // Missed in advance it is tried again when the browser is online again, or when it is wanted.
    const inAdvance = () => void load().catch(() => undefined);
    inAdvance();
    window.addEventListener('online', inAdvance);
    return () => window.removeEventListener('online', inAdvance);
  }, [load]);

  if (loaded) {
    const { Menu, focused } = loaded;
    const onSignOutFailed = (error: unknown) => onFailed(error === null ? null : { what: 'sign-out', error });
    return <Menu view={view} onSignOutFailed={onSignOutFailed} opened={pressed.current} focused={focused} />;
  }
  const press = () => {
    pressed.current = true;
    load().catch(() => {
      // Said now, it does not open by itself when it comes.
      pressed.current = false;
      const by = navigator.onLine ? {} : { by: 'unsent' as const };
      onFailed({ what: 'menu', error: new ProblemError({ type: 'offline', ...by }) });
    });
  };
  return (
    <button
      ref={button}
      type="button"
      className={css.trigger}
      aria-haspopup="menu"
      aria-expanded="false"
      onClick={press}
    >
      <Avatar name={view.account.name} />
      <span className={css.name}>{view.account.name}</span>
      <span className="visually-hidden">{t.menu}</span>
      <ChevronDown size={16} aria-hidden="true" />
    </button>
  );
}
