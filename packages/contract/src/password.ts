import * as z from 'zod/mini';
import { typedSecret } from './methods.ts';

export const changePasswordRequest = z.strictObject({
  newPassword: typedSecret,
});
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>;

export const changedPassword = z.object({ endedSessions: z.number() });
export type ChangedPassword = z.infer<typeof changedPassword>;

/** Counted in Unicode code points (NIST SP 800-63B-4 §3.1.1.2). */
export const PASSWORD_MIN_LENGTH = 15;
export const PASSWORD_MAX_LENGTH = 256;

/** A password's length as the limits count it, however the keyboard put its accents together. */
export const passwordLength = (password: string) => Array.from(password.normalize('NFC')).length;

/** The token in a link's fragment; a full stop or bracket of the sentence that the link stood in is none of it. */
export const tokenInFragment = (fragment: string) => /^#([A-Za-z0-9_-]*)/.exec(fragment)?.[1] ?? '';

/** With a one-time link that an operator made; it sets the password and never signs in. */
export const redeemPasswordLinkRequest = z.strictObject({
  /** What stands behind the `#` of the link. */
  token: typedSecret,
  newPassword: typedSecret,
});
export type RedeemPasswordLinkRequest = z.infer<typeof redeemPasswordLinkRequest>;

/** Whose password was set, so that the sign-in page and the browser's password manager know. */
export const redeemedPasswordLink = z.object({ login: z.string() });
export type RedeemedPasswordLink = z.infer<typeof redeemedPasswordLink>;
