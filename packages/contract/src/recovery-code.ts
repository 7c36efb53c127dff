import * as z from 'zod/mini';

/** The one answer that carries a recovery code in clear. */
export const recoveryCodeOnce = z.object({
  id: z.string(),
  /** Six groups of four Crockford base32 symbols, joined by dashes. */
  code: z.string(),
  login: z.string(),
  issuedAt: z.iso.datetime(),
});
export type RecoveryCodeOnce = z.infer<typeof recoveryCodeOnce>;

/** Names the code that was saved, so that one replaced meanwhile in another tab is not taken for it. */
export const acknowledgeRecoveryCodeRequest = z.strictObject({
  id: z.string(),
});
export type AcknowledgeRecoveryCodeRequest = z.infer<typeof acknowledgeRecoveryCodeRequest>;
