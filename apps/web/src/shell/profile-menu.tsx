import { Menu } from '@base-ui/react/menu';
import type { AuthenticatedView } from '@wattsense/contract/session';
import { ChevronDown, Languages, LifeBuoy, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { ask, bff } from '../api/client.ts';
import { useAsk } from '../api/use-ask.ts';
import { LANGUAGE_NAMES, speak, useLanguage } from '../i18n/language.tsx';
import { useShared } from '../i18n/shared-texts.ts';
import { paths } from '../paths.ts';
import { useLeaving } from '../session/leaving.tsx';
import { useTakeSession } from '../session/session-query.ts';
import { forgetWayBack } from '../session/way-back.ts';
import { Data } from '../ui/data.tsx';
import { supportTarget } from '../ui/support-link.tsx';
import { Avatar } from './avatar.tsx';
import { useConsoleTexts } from './console-texts.ts';
import css from './profile-menu.module.css';

const icon = { size: 18, 'aria-hidden': true } as const;

/** @param onFailed told null when it is tried (again), and the error when it failed. */
function useSignOut(supportUrl: string, onFailed: (error: unknown) => void) {
  const leaving = useLeaving();
  const takeSession = useTakeSession();
  return useAsk({
    mutationFn: () => ask(bff.session.$delete()),
    onSuccess: () => {
      forgetWayBack();
      leaving.because('signed-out');
      takeSession({ state: 'anonymous', supportUrl });
    },
    onMutate: () => onFailed(null),
    onError: onFailed,
  });
}

export interface ProfileMenuProps {
  view: AuthenticatedView;
  onSignOutFailed: (error: unknown) => void;
  /** Whether the button was pressed, or had the focus, before the menu was there. */
  opened: boolean;
  focused: boolean;
}

/** The user profile menu: who is signed in, the account's pages, support, the way out. */
export function ProfileMenu(props: ProfileMenuProps) {
  const { view, onSignOutFailed, opened, focused } = props;
  const [open, setOpen] = useState(false);
  // Once the button is there to be placed by: a menu that is open from the start does not follow it.
  useEffect(() => setOpen(opened), [opened]);
  const { account } = view;
  const place = useRef<HTMLDivElement>(null);
  const { shell: t } = useConsoleTexts();
  const other = useLanguage() === 'fr' ? 'en' : 'fr';
  const { contactSupport } = useShared();
  const { askFirst } = useLeaving();
  const signOut = useSignOut(view.supportUrl, onSignOutFailed);
  const support = supportTarget(view.supportUrl);
  return (
    <div ref={place}>
      <Menu.Root modal={false} open={open} onOpenChange={setOpen}>
        <Menu.Trigger className={css.trigger} autoFocus={focused}>
          <Avatar name={account.name} />
          <span className={css.name}>{account.name}</span>
          <span className="visually-hidden">{t.menu}</span>
          <ChevronDown size={16} aria-hidden="true" />
        </Menu.Trigger>
        {/* In the page's header, so that it belongs to a landmark. */}
        <Menu.Portal container={place}>
          <Menu.Positioner
            className={css.positioner}
            positionMethod="fixed"
            align="end"
            sideOffset={8}
            collisionPadding={16}
          >
            <Menu.Popup className={css.popup}>
              <Menu.Group>
                <Menu.GroupLabel className={css.who}>
                  <Data className={css.whoName}>{account.name}</Data>
                  <Data className={css.whoLogin}>{account.login}</Data>
                </Menu.GroupLabel>
                {view.byRecovery === 'pending' ? null : (
                  <>
                    <PageItem to={paths.profile} icon={<UserRound {...icon} />} label={t.profile} />
                    <PageItem to={paths.security} icon={<ShieldCheck {...icon} />} label={t.security} />
                  </>
                )}
              </Menu.Group>
              <Menu.Separator className={css.separator} />
              {support ? (
                <Menu.LinkItem className={css.item} {...support}>
                  <LifeBuoy {...icon} />
                  <span>{contactSupport}</span>
                </Menu.LinkItem>
              ) : null}
              <Menu.Item className={css.item} lang={other} onClick={() => speak(other, true)}>
                <Languages {...icon} />
                <span translate="no">{LANGUAGE_NAMES[other]}</span>
              </Menu.Item>
              <Menu.Item className={css.item} onClick={() => askFirst(() => signOut.mutate())}>
                <LogOut {...icon} />
                <span>{t.signOut}</span>
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

function PageItem(props: { to: string; icon: ReactNode; label: string }) {
  const { to, label } = props;
  return (
    <Menu.LinkItem className={css.item} closeOnClick render={<Link to={to} />}>
      {props.icon}
      <span>{label}</span>
    </Menu.LinkItem>
  );
}
