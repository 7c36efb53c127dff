import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import { appInTab } from './app/in-tab.ts';
import type { TabParts } from './kind.ts';
import { phoneInTab } from './phone/in-tab.tsx';

/** How each kind is drawn in the Security tab. */
export const TAB_PARTS: Readonly<Record<AuthenticatorKind, TabParts>> = { app: appInTab, phone: phoneInTab };
