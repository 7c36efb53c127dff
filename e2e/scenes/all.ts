import { changing } from './changing.ts';
import { enabling } from './enabling.ts';
import { pages } from './pages.ts';
import type { Scene } from './scene.ts';
import { settingAPassword } from './setting-a-password.ts';
import { signingIn } from './signing-in.ts';
import { waitings } from './waiting.ts';

/** Every page in every state. */
export const scenes: readonly Scene[] = [
  ...signingIn,
  ...waitings,
  ...pages,
  ...enabling,
  ...changing,
  ...settingAPassword,
];
