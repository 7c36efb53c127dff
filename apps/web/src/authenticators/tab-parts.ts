import { appInTab } from './app/in-tab.ts';
import type { TabParts } from './kind.ts';
import { phoneInTab } from './phone/in-tab.tsx';
import type { ShownKind } from './shown.ts';

/** How each kind is drawn in the Security tab. */
export const TAB_PARTS: Readonly<Record<ShownKind, TabParts>> = { app: appInTab, phone: phoneInTab };
