import type { AuthenticatedView } from '@wattsense/contract/session';
import { ChevronDown } from 'lucide-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { Avatar } from './avatar.tsx';
import { useConsoleTexts } from './console-texts.ts';
import css from './profile-menu.module.css';
import type { ProfileMenuProps } from './profile-menu.tsx';

/**
 * The profile menu's button at once, its menu a moment later: the page itself needs none of it. What
 * the person did meanwhile is not lost: the focus stays on the button, and a press opens the menu.
 */
export function ProfileMenuPlace(props: { view: AuthenticatedView; onSignOutFailed: (error: unknown) => void }) {
  const { view, onSignOutFailed } = props;
  const { shell: t } = useConsoleTexts();
  const button = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  const [loaded, setLoaded] = useState<{ Menu: ComponentType<ProfileMenuProps>; focused: boolean } | null>(null);

  const load = () => {
    import('./profile-menu.tsx').then(
      ({ ProfileMenu }) => setLoaded({ Menu: ProfileMenu, focused: document.activeElement === button.current }),
      // Offline: the next press tries again.
      () => undefined,
    );
  };
  useEffect(load, []);

  if (loaded) {
    const { Menu, focused } = loaded;
    return <Menu view={view} onSignOutFailed={onSignOutFailed} opened={pressed.current} focused={focused} />;
  }
  const press = () => {
    pressed.current = true;
    load();
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
