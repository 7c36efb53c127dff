import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether this runs from a bundle, as it is deployed, and not from a checkout's sources. */
export const isBuilt = !import.meta.filename.endsWith('.ts');

/** Whether this is what `pnpm build` made, whole, with the commands in it: there may be no pnpm then. */
const isDeployed = existsSync(join(import.meta.dirname, 'start.mjs'));

/** A sentence that names a command, as the command is called where this runs. */
export const asCalledHere = (text: string, deployed = isDeployed) =>
  deployed ? text.replace(/\bpnpm (db|account)\b/g, 'node $1.mjs') : text;
