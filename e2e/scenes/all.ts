import { changing } from './changing.ts';
import { enabling } from './enabling.ts';
import { pages } from './pages.ts';
import type { Scene } from './scene.ts';
import { signingIn } from './signing-in.ts';

/** Every page in every state. */
export const scenes: readonly Scene[] = [...signingIn, ...pages, ...enabling, ...changing];
