import { onlineManager } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useShared } from '../i18n/shared-texts.ts';
import { useAnnounce } from './live-region.tsx';
import css from './offline-banner.module.css';

const subscribe = (changed: () => void) => onlineManager.subscribe(changed);
const isOnline = () => onlineManager.isOnline();

/** Says that the browser is offline, and when it is back. */
export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, isOnline, () => true);
  const before = useRef(online);
  const announce = useAnnounce();
  const t = useShared();
  useEffect(() => {
    if (before.current !== online) announce(online ? t.online : t.offline);
    before.current = online;
  }, [online, announce, t]);
  if (online) return null;
  return (
    <aside className={css.banner} aria-label={t.offline}>
      <WifiOff size={16} aria-hidden="true" />
      <span>{t.offline}</span>
    </aside>
  );
}
