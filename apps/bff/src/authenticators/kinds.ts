import type { AuthenticatorKind } from '@wattsense/contract/vocabulary';
import type { Deps } from '../deps.ts';
import { app } from './app/app.ts';
import type { Kind } from './kind.ts';
import { passkey } from './passkey/passkey.ts';
import { phone } from './phone/phone.ts';
import { Authenticators } from './registry.ts';

/** Every kind of the contract, the one that is preferred first. */
const KINDS = { app, phone, passkey } satisfies Record<AuthenticatorKind, Kind<Deps>>;

export const authenticators = new Authenticators<Deps>(Object.values(KINDS));
