import type { Kind } from '../kind.ts';
import { texts } from './texts.ts';

/** An authenticator app: one-time codes by RFC 6238. */
export const app: Kind = { method: 'otp', texts };
