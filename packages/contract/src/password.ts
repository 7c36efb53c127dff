import * as z from 'zod/mini';
import { typedSecret } from './sign-in.ts';

export const changePasswordRequest = z.strictObject({
  newPassword: typedSecret,
});
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>;

export const changedPassword = z.object({ endedSessions: z.number() });
export type ChangedPassword = z.infer<typeof changedPassword>;

/** Counted in Unicode code points (NIST SP 800-63B-4 §3.1.1.2). */
export const PASSWORD_MIN_LENGTH = 15;
export const PASSWORD_MAX_LENGTH = 256;
